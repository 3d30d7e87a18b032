/** What a run of the tests came to, as `record-run.ts` writes it. */
export interface TestRun {
  files: FileRun[]
  /** Errors outside of any test, and the file in which they arose, where Vitest knows it. */
  stray: { error: string; file?: string | undefined }[]
}

export interface FileRun {
  /** From the root of the repository. */
  name: string
  milliseconds: number
  /** What kept it, or a group of its tests, from being run. */
  errors: string[]
  /** What an earlier run of the file had of these, and of errors outside of any test. */
  earlier?: string[]
  tests: TestCaseRun[]
}

export interface TestCaseRun {
  name: string
  state: 'passed' | 'failed' | 'skipped'
  /** The errors of each try, in turn; none for one that passed. */
  tries: string[][]
}

export const hasFailed = ({ errors, tests }: FileRun): boolean =>
  errors.length > 0 || tests.some(({ state }) => state === 'failed')
