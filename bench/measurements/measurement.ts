import type { LoadGenerator } from '../load/load-generator.ts'
import type { IsolatedFigures } from '../processes/isolated-figures.ts'
import type { SecondHost } from '../processes/second-host.ts'
import type { RunningProcess } from '../processes/wasla-host.ts'
import type { Workload } from '../workload/seed.ts'

/** One line of the table; passes when `ratio` is at least `bar`. */
export interface Finding {
  readonly name: string
  readonly ratio: number
  readonly bar: number
  /** Absolute figures, which hold for this machine and this moment only. */
  readonly detail: string
}

/** What all measurements work with. */
export interface Bench {
  readonly quick: boolean
  /** The superuser's address. */
  readonly databaseUrl: string
  readonly poolSize: number
  /** Milliseconds of processor time that the database has spent so far. */
  readonly databaseTime: () => Promise<number>
  readonly generator: LoadGenerator
  /** One that is up already, of role `web`. */
  readonly host: RunningProcess
  readonly second: SecondHost
  /** The yardsticks of requests, up as well. */
  readonly baselines: { readonly bare: RunningProcess; readonly stock: RunningProcess }
  readonly isolated: IsolatedFigures
  readonly workload: Workload
  /** Only what has this in its name. */
  readonly only?: string
  /** Where hosts write CPU profiles. */
  readonly profileInto?: string
  /** Tells what is being done. */
  readonly say: (text: string) => void
}

export interface Measurement {
  readonly name: string
  measure(bench: Bench): Promise<Finding[]>
}

/** A limit as a ratio: 2 says that half of it was used. */
export function atMost(name: string, limit: number, measured: number, unit: string): Finding {
  return {
    name,
    ratio: limit / measured,
    bar: 1,
    detail: `${measured.toPrecision(3)} ${unit}, at most ${limit} ${unit}`,
  }
}
