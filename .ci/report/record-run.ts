import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'
import type { FileRun, TestRun } from './test-run.ts'

const textOf = ({ message, stack, diff }: SerializedError): string => {
  const place = stack
    ?.split('\n')
    .find((line) => line.trimStart().startsWith('at ') && !line.includes('node_modules'))
  return stripVTControlCharacters([message, diff, place].filter(Boolean).join('\n'))
}

function fileRun(module: TestModule): FileRun {
  const groups = [module, ...module.children.allSuites()]
  const tests = [...module.children.allTests()]
  const { duration, collectDuration } = module.diagnostic()
  return {
    name: relative(process.cwd(), module.moduleId),
    milliseconds: duration + collectDuration,
    errors: groups.flatMap((group) => group.errors()).map(textOf),
    tests: tests.map((test) => {
      const { state } = test.result()
      return {
        name: test.fullName,
        state: state === 'pending' ? 'failed' : state,
        tries: test.attempts().map(({ errors }) => (errors ?? []).map(textOf)),
      }
    }),
  }
}

/** Writes what a run came to, each try of each test, to the file that TEST_RECORD names. */
export default class RecordRun implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const record: TestRun = {
      files: modules.map(fileRun),
      stray: unhandled.map((error) => {
        const { VITEST_TEST_PATH: path } = error
        return {
          error: textOf(error),
          file: typeof path === 'string' ? relative(process.cwd(), path) : undefined,
        }
      }),
    }
    writeFileSync(process.env['TEST_RECORD'] ?? 'test-run.json', JSON.stringify(record))
  }
}
