import { compare, slices, warmUp } from '../load/compare.ts'
import { grow, type Size, takeCreatedAway } from '../workload/grow.ts'
import { operations } from '../workload/operations.ts'
import { sidesOf } from '../workload/sides.ts'
import { signedInAnew } from '../workload/seed.ts'
import { atMost, type Finding, type Measurement } from './measurement.ts'

/** What seeding left comes first, nearly all of it the measured organization's; each next one is reached by adding to it. */
const SIZES: readonly Size[] = [
  { organizations: 1, rows: 12_000 },
  { organizations: 100, rows: 100_000 },
  { organizations: 1_000, rows: 1_000_000 },
  { organizations: 10_000, rows: 10_000_000 },
]
const OPERATIONS = ['list', 'get', 'create']
const MOST = 1.5

/** What a request of one operation costs at one size, as a multiple of what it cost at the first. */
export interface Grown {
  readonly operation: string
  readonly size: Size
  readonly cost: number
}

/**
 * What requests of one organization cost while the database grows around it. The bare server's table does not grow: that it is
 * measured in turns takes out what the machine does meanwhile.
 */
export function growth(rows: number, onGrown: (grown: Grown) => void): Measurement {
  return {
    name: 'growth',
    async measure({ databaseUrl, host, baselines, workload, generator, databaseTime, quick, say }) {
      const atFirst = new Map<string, number>()
      const findings: Finding[] = []
      for (const size of SIZES.filter((each) => each.rows <= rows)) {
        const at = `${size.organizations.toLocaleString('en')} organizations, ${size.rows.toLocaleString('en')} rows`
        say(`growing to ${at}`)
        await grow(databaseUrl, size)
        await takeCreatedAway(databaseUrl)
        const measured = operations(await signedInAnew(host.origin, workload)).filter(({ name }) =>
          OPERATIONS.some((asked) => name.startsWith(asked)),
        )
        for (const operation of measured) {
          const { name } = operation
          const { ours, base } = sidesOf(operation, { host, baselines })
          await warmUp(generator, [ours, base], quick ? 1 : 3)
          say(name)
          const compared = await compare(generator, {
            ours,
            base,
            databaseTime,
            connections: 10,
            ...slices(quick),
          })
          const spent = compared.ours.server + compared.ours.database
          const bareSpent = compared.base.server + compared.base.database
          const relative = spent / bareSpent
          const first = atFirst.get(name) ?? relative
          atFirst.set(name, first)
          const cost = relative / first
          onGrown({ operation: name, size, cost })
          if (size === SIZES[0]) continue
          const found = atMost(`${name}: ${at}`, MOST, cost, 'times the cost')
          findings.push({
            ...found,
            detail: `${found.detail}; ${spent.toFixed(2)} ms of processor time beside ${bareSpent.toFixed(2)}`,
          })
        }
      }
      return findings
    },
  }
}
