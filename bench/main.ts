import { writeFile } from 'node:fs/promises'
import { prepare } from './environment.ts'
import { events } from './measurements/events.ts'
import type { Finding, Measurement } from './measurements/measurement.ts'
import { modules } from './measurements/modules.ts'
import { requests } from './measurements/requests.ts'
import { start } from './measurements/start.ts'
import { toggles } from './measurements/toggles.ts'
import { readOptions } from './options.ts'
import { page } from './report/page.ts'
import { table } from './report/table.ts'

const MEASUREMENTS: readonly Measurement[] = [start, modules, toggles, events, requests]

const options = readOptions(process.argv.slice(2))
const begin = performance.now()
const say = (text: string): void =>
  void process.stderr.write(`  ${((performance.now() - begin) / 1000).toFixed(1).padStart(5)} s  ${text}\n`)
const findings: Finding[] = []
{
  await using bench = await prepare(options, say)
  for (const measurement of MEASUREMENTS) {
    if (options.measurement !== undefined && measurement.name !== options.measurement) continue
    findings.push(...(await measurement.measure(bench)))
  }
}
const summary = findings.map(({ name, ratio, bar }) => ({
  name,
  ratio: Number(ratio.toFixed(3)),
  bar,
  pass: ratio >= bar,
}))
if (options.page) {
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ')
  await writeFile(new URL('../docs/bench.md', import.meta.url), page(findings, command, new Date()))
}
process.stdout.write(options.json ? `${JSON.stringify(summary, null, 2)}\n` : `${table(findings)}\n`)
