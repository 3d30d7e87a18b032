import type { TestRun } from './test-run.ts'

/** Each test that failed with what every try died of, and each that a try had failed before it passed. */
export function tries({ files }: TestRun): string[] {
  return files.flatMap(({ name: file, tests, earlier = [] }) => [
    ...earlier.map((error) => `run again: ${file}\n  ${clipped(error)}`),
    ...tests.flatMap(({ name, state, tries: all }) => {
      const errors = all.flatMap((each, index) =>
        each.map((error) => `  try ${index + 1}: ${clipped(error)}`),
      )
      if (errors.length === 0) return []
      const verdict = state === 'passed' ? `passed on try ${all.length}` : state
      return [`${verdict}: ${file} > ${name}`, ...errors]
    }),
  ])
}

const LINES = 15

const clipped = (error: string): string => error.split('\n').slice(0, LINES).join('\n    ')
