import { writeFile } from 'node:fs/promises'
import { prepare } from './environment.ts'
import { events } from './measurements/events.ts'
import { growth, type Grown } from './measurements/growth.ts'
import type { Finding, Measurement } from './measurements/measurement.ts'
import { hosts } from './measurements/hosts.ts'
import { memory } from './measurements/memory.ts'
import { modules } from './measurements/modules.ts'
import { requests } from './measurements/requests.ts'
import { start } from './measurements/start.ts'
import { toggles } from './measurements/toggles.ts'
import { readOptions } from './options.ts'
import { curve } from './report/curve.ts'
import { growthPage, hostsPage, memoryPage, page } from './report/page.ts'
import { table } from './report/table.ts'

const options = readOptions(process.argv.slice(2))
const pages = { bench: page, growth: growthPage, hosts: hostsPage, memory: memoryPage }
const grown: Grown[] = []
const measurements: readonly Measurement[] = options.growth
  ? [growth(options.rows, (point) => grown.push(point))]
  : [start, modules, toggles, events, requests]
/** They have pages of their own and are asked for by name. */
const byName: readonly Measurement[] = [hosts, memory]
const begin = performance.now()
const say = (text: string): void =>
  void process.stderr.write(`  ${((performance.now() - begin) / 1000).toFixed(1).padStart(5)} s  ${text}\n`)
const findings: Finding[] = []
{
  await using bench = await prepare(options, say)
  for (const measurement of options.measurement === undefined ? measurements : [...measurements, ...byName]) {
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
if (options.page !== undefined) {
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ')
  const write = (name: string, text: string) => writeFile(new URL(`../docs/${name}`, import.meta.url), text)
  await write(`${options.page}.md`, pages[options.page](findings, command, new Date()))
  if (options.page === 'growth') await write('growth.svg', curve(grown))
}
process.stdout.write(options.json ? `${JSON.stringify(summary, null, 2)}\n` : `${table(findings)}\n`)
