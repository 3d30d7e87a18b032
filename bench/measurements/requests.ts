import { type Compared, compare, slices, warmUp } from '../load/compare.ts'
import { operations } from '../workload/operations.ts'
import { sidesOf } from '../workload/sides.ts'
import { assertSameAnswers } from '../workload/same-answers.ts'
import type { Finding, Measurement } from './measurement.ts'

const CONNECTIONS = [10, 50]

/** The five operations through the whole platform, beside the bare server and the stock GraphQL one. */
export const requests: Measurement = {
  name: 'requests',
  async measure({ host, baselines, second, workload, generator, databaseTime, quick, say, only }) {
    await second.stop()
    const findings: Finding[] = []
    for (const operation of operations(workload)) {
      if (only !== undefined && !operation.name.includes(only)) continue
      const { ours, base } = sidesOf(operation, { host, baselines })
      await assertSameAnswers(operation, ours.origin, base.origin)
      // With the first is compiled what all of them share, and GraphQL shares little of it.
      const inAGlance = findings.length === 0 || operation.base === 'stock' ? 2.5 : 1
      await warmUp(generator, [ours, base], quick ? inAGlance : 4)
      for (const connections of CONNECTIONS) {
        const name = `${operation.name}, ${connections} connections`
        say(name)
        const compared = await compare(generator, {
          ours,
          base,
          databaseTime,
          connections,
          ...slices(quick),
        })
        findings.push({ name, ratio: compared.ratio, bar: operation.bar, detail: describe(compared) })
      }
    }
    return findings
  },
}

function describe({ ours, base }: Compared): string {
  const server = base.server / ours.server
  const total = (base.server + base.database) / (ours.server + ours.database)
  const spent = ({ server: inServer, database }: Compared['ours']) =>
    `${inServer.toFixed(2)} + ${database.toFixed(2)}`
  return `${Math.round(ours.rate)}/s beside ${Math.round(base.rate)}/s; processor ms in server + database ${spent(ours)} beside ${spent(base)}, ratio ${server.toFixed(2)}, both ${total.toFixed(2)}`
}
