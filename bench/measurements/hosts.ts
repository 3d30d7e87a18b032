import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { compare, slices, warmUp } from '../load/compare.ts'
import { startHost } from '../processes/wasla-host.ts'
import { operations } from '../workload/operations.ts'
import type { Finding, Measurement } from './measurement.ts'

/** More hosts than processors share what there is; they must at least not stand in each other's way. */
const BAR = 0.9

/** Two hosts behind a proxy that gives each connection to the next one, beside one host behind the same proxy. */
export const hosts: Measurement = {
  name: 'hosts',
  async measure({ databaseUrl, poolSize, host, workload, generator, databaseTime, quick, say }) {
    await using running = new AsyncDisposableStack()
    const second = await startHost({ databaseUrl, poolSize, role: 'web' })
    running.defer(second.stop)
    const alone = await startProxy([host.origin])
    running.defer(async () => alone.stop())
    const shared = await startProxy([host.origin, second.origin])
    running.defer(async () => shared.stop())
    const findings: Finding[] = []
    for (const { name, ours: requests } of operations(workload)) {
      if (!name.startsWith('list') && !name.startsWith('create')) continue
      say(`${name}, one host and two`)
      const two = { origin: shared.origin, pid: second.pid, requests }
      const one = { origin: alone.origin, pid: host.pid, requests }
      await warmUp(generator, [two, one], quick ? 1 : 4)
      const { ratio, ours, base } = await compare(generator, {
        ours: two,
        base: one,
        databaseTime,
        connections: 50,
        ...slices(quick),
      })
      const detail = `${Math.round(ours.rate)}/s by two hosts beside ${Math.round(base.rate)}/s by one; the database spends ${ours.database.toFixed(2)} ms a request beside ${base.database.toFixed(2)}`
      findings.push({ name: `two hosts beside one: ${name}`, ratio, bar: BAR, detail })
    }
    return findings
  },
}

async function startProxy(origins: readonly string[]): Promise<{ origin: string; stop(): void }> {
  const child = fork(fileURLToPath(new URL('../load/round-robin.ts', import.meta.url)), [...origins])
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return { origin: `http://127.0.0.1:${port}`, stop: () => child.disconnect() }
}
