import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { checks } from './checks.ts'
import { runChecks } from './run-checks.ts'

const { values, positionals } = parseArgs({ options: { report: { type: 'string' } }, allowPositionals: true })
const chosen = positionals.length === 0 ? checks : checks.filter(({ name }) => positionals.includes(name))
if (chosen.length === 0)
  throw new Error(`No check is called so; there are: ${checks.map(({ name }) => name).join(', ')}.`)

const results = runChecks(chosen, `${import.meta.dirname}/..`, ({ name, passed, seconds, output }) => {
  console.log(`${passed ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`)
  if (!passed) console.log(output.replace(/^/gm, '    '))
})
const failed = results.filter(({ passed }) => !passed)
if (values.report) writeFileSync(values.report, JSON.stringify(results))
console.log(`checks: ${results.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
