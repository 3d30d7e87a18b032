import type { TestRun } from './test-run.ts'

/** What the run comes to; `problems` are sentences about what no single test stands for. */
export interface Totals {
  passed: number
  failed: number
  problems: string[]
}

/**
 * Adds up a run. A test file that could not be run, a failed check, an error outside of any test and a run
 * without a single test count as one failure each, so that `failed` is 0 only when all is well.
 */
export function totals(run: TestRun | undefined, testsExit: number, failedChecks: readonly string[]): Totals {
  const { files = [], stray = [] } = run ?? {}
  const count = (state: string): number =>
    files.flatMap(({ tests }) => tests).filter((test) => test.state === state).length
  const problems = [
    ...failedChecks.map((name) => `The check "${name}" failed.`),
    ...files
      .filter(({ errors }) => errors.length > 0)
      .map(({ name, errors }) => `${name} could not be run: ${errors.join('\n')}`),
    ...stray.map(({ error, file }) => `An error was left unhandled in ${file ?? 'a file unknown'}: ${error}`),
  ]
  const [passed, failed] = [count('passed'), count('failed')]
  if (passed + failed === 0) problems.push('No test ran.')
  if (testsExit !== 0 && failed + problems.length === 0)
    problems.push(`The tests ended with ${testsExit} although each of them passed.`)
  return { passed, failed: failed + problems.length, problems }
}

/** How long each test file took, slowest first, one a line. */
export function durations({ files }: TestRun): string[] {
  return files
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
    .map(({ name, milliseconds }) => `${(milliseconds / 1000).toFixed(1).padStart(7)} s  ${name}`)
}

/** The closing lines of Vitest's own report, from "Test Files" on, without colours. */
export function closingLines(output: string): string[] {
  const lines = output.replaceAll(new RegExp(String.raw`\u001B\[[\d;]*m`, 'g'), '').split('\n')
  const start = lines.findLastIndex((line) => line.trimStart().startsWith('Test Files'))
  return start < 0 ? [] : lines.slice(start, start + 5).filter((line) => line.trim() !== '')
}
