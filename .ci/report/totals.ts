/** What Vitest's JSON reporter writes, as far as it is read here. */
export interface TestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: {
    name: string
    status: 'passed' | 'failed'
    startTime: number
    endTime: number
    assertionResults: { status: string }[]
  }[]
}

/** What the run comes to; `problems` are sentences about what no single test stands for. */
export interface Totals {
  passed: number
  failed: number
  problems: string[]
}

/**
 * Adds up a run. A test file that could not be loaded, a failed check, an error outside of any test and a run
 * without a single test count as one failure each, so that `failed` is 0 only when all is well.
 */
export function totals(
  tests: TestReport | undefined,
  testsExit: number,
  failedChecks: readonly string[],
): Totals {
  const problems = failedChecks.map((name) => `The check "${name}" failed.`)
  for (const { name, status, assertionResults } of tests?.testResults ?? []) {
    const failedTest = assertionResults.some((assertion) => assertion.status === 'failed')
    if (status === 'failed' && !failedTest) problems.push(`${name} could not be run.`)
  }
  const { numPassedTests = 0, numFailedTests = 0 } = tests ?? {}
  if (numPassedTests + numFailedTests === 0) problems.push('No test ran.')
  if (testsExit !== 0 && numFailedTests + problems.length === 0) {
    problems.push(
      `The tests ended with ${testsExit} although each of them passed; an error was left unhandled.`,
    )
  }
  return { passed: numPassedTests, failed: numFailedTests + problems.length, problems }
}

/** How long each test file took, slowest first, one a line. */
export function durations(tests: TestReport, root: string): string[] {
  return tests.testResults
    .map(({ name, startTime, endTime }) => ({
      name: name.replace(`${root}/`, ''),
      seconds: (endTime - startTime) / 1000,
    }))
    .sort((a, b) => b.seconds - a.seconds)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`)
}

/** The closing lines of Vitest's own report, from "Test Files" on, without colours. */
export function closingLines(output: string): string[] {
  const lines = output.replaceAll(new RegExp(String.raw`\u001B\[[\d;]*m`, 'g'), '').split('\n')
  const start = lines.findLastIndex((line) => line.trimStart().startsWith('Test Files'))
  return start < 0 ? [] : lines.slice(start, start + 5).filter((line) => line.trim() !== '')
}
