import { describe, expect, test } from 'vitest'
import { filesToRepeat } from './second-run.ts'
import type { FileRun, TestRun } from './test-run.ts'
import { closingLines, durations, totals } from './totals.ts'

const file = (name: string, ...states: ('passed' | 'failed')[]): FileRun => ({
  name,
  milliseconds: 500 * states.length,
  errors: states.length === 0 ? ['No such module'] : [],
  tests: states.map((state, index) => ({ name: String(index), state, tries: [] })),
})

const report = (...files: FileRun[]): TestRun => ({ files, stray: [] })

describe('totals', () => {
  const green = report(file('a.spec.ts', 'passed', 'passed'), file('b.spec.ts', 'passed'))

  test('are those of the tests when all is well', () => {
    expect(totals(green, 0, [])).toEqual({ passed: 3, failed: 0, problems: [] })
  })

  test('count a failed test', () => {
    expect(totals(report(file('a.spec.ts', 'passed', 'failed')), 1, [])).toEqual({
      passed: 1,
      failed: 1,
      problems: [],
    })
  })

  test.each([
    ['a failed check', green, 0, ['lint'], 'The check "lint" failed.'],
    [
      'a file that could not be loaded',
      report(file('a.spec.ts', 'passed'), file('b.spec.ts')),
      1,
      [],
      'b.spec.ts could not be run: No such module',
    ],
    ['an error outside of any test', { ...green, stray: [{ error: 'unheard' }] }, 1, [], 'left unhandled'],
    ['a run that ends badly without saying why', green, 1, [], 'ended with 1'],
    ['a run without a test', report(), 0, [], 'No test ran.'],
    ['a run without a report', undefined, 0, [], 'No test ran.'],
  ])('count %s as one failure', (_case, run, exit, failedChecks, problem) => {
    const { failed, problems } = totals(run, exit, failedChecks)
    expect(failed).toBe(1)
    expect(problems.join()).toContain(problem)
  })
})

test('a run in which much is broken is not repeated', () => {
  const broken = Array.from({ length: 9 }, (_, index) => file(`${index}.spec.ts`, 'failed'))
  expect(filesToRepeat(report(...broken))).toEqual([])
  expect(filesToRepeat(report(...broken.slice(1)))).toHaveLength(8)
})

test('durations are listed slowest first', () => {
  const tests = report(file('a.spec.ts', 'passed'), file('b.spec.ts', 'passed', 'passed'))
  expect(durations(tests)).toEqual(['    1.0 s  b.spec.ts', '    0.5 s  a.spec.ts'])
})

test('the closing lines are those from the last "Test Files" on', () => {
  const output =
    ' Test Files  is a name\n \u001B[2m Test Files \u001B[22m 1 passed (1)\n      Tests  3 passed (3)\n   Duration  1.0s\n\n'
  expect(closingLines(output)).toEqual([
    '  Test Files  1 passed (1)',
    '      Tests  3 passed (3)',
    '   Duration  1.0s',
  ])
})
