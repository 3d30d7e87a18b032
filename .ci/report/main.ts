import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckResult } from '../run-checks.ts'
import { afterSecondRun } from './second-run.ts'
import type { TestRun } from './test-run.ts'
import { closingLines, durations, totals } from './totals.ts'
import { tries } from './tries.ts'

const [, , folder, testsExit] = process.argv
if (!folder || !testsExit)
  throw new Error('report/main.ts needs the folder of the reports and the exit code of the tests.')

const read = <T>(name: string): T | undefined => {
  const path = join(folder, name)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
}
const first = read<TestRun>('tests.json')
const run = first && afterSecondRun(first, read('again.json'))
const checks = read<CheckResult[]>('checks.json') ?? [{ name: 'all checks', passed: false }]
const failedChecks = checks.filter(({ passed }) => !passed).map(({ name }) => name)
const { passed, failed, problems } = totals(run, Number(testsExit), failedChecks)

if (run) console.log(`\nTest files by duration\n${durations(run).join('\n')}`)
const output = join(folder, 'tests.log')
if (existsSync(output)) console.log(`\n${closingLines(readFileSync(output, 'utf8')).join('\n')}`)
for (const line of [...(run ? tries(run) : []), ...problems]) console.log(line)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
