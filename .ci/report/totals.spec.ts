import { describe, expect, test } from 'vitest'
import { closingLines, durations, totals } from './totals.ts'
import type { TestReport } from './totals.ts'

const file = (name: string, ...statuses: string[]): TestReport['testResults'][number] => ({
  name: `/repository/${name}`,
  status: statuses.length === 0 || statuses.includes('failed') ? 'failed' : 'passed',
  startTime: 1000,
  endTime: 1000 + 500 * statuses.length,
  assertionResults: statuses.map((status) => ({ status })),
})

const report = (...testResults: TestReport['testResults']): TestReport => {
  const count = (status: string) =>
    testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter((assertion) => assertion.status === status).length
  return { numPassedTests: count('passed'), numFailedTests: count('failed'), numPendingTests: 0, testResults }
}

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
      'b.spec.ts could not be run',
    ],
    ['an error outside of any test', green, 1, [], 'an error was left unhandled'],
    ['a run without a test', report(), 0, [], 'No test ran.'],
    ['a run without a report', undefined, 0, [], 'No test ran.'],
  ])('count %s as one failure', (_case, tests, exit, failedChecks, problem) => {
    const { failed, problems } = totals(tests, exit, failedChecks)
    expect(failed).toBe(1)
    expect(problems.join()).toContain(problem)
  })
})

test('durations are listed slowest first', () => {
  const tests = report(file('a.spec.ts', 'passed'), file('b.spec.ts', 'passed', 'passed'))
  expect(durations(tests, '/repository')).toEqual(['    1.0 s  b.spec.ts', '    0.5 s  a.spec.ts'])
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
