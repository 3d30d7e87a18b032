import { cpuTime } from '../processes/cpu-time.ts'
import type { Load } from './load.ts'
import type { LoadGenerator } from './load-generator.ts'
import { median } from './median.ts'

export interface Side extends Pick<Load, 'origin' | 'requests'> {
  /** The server. */
  readonly pid: number
}

export interface Comparison {
  readonly ours: Side
  readonly base: Side
  /** Milliseconds of processor time that the database has spent so far. */
  readonly databaseTime: () => Promise<number>
  readonly connections: number
  /** How often both are measured. */
  readonly pairs: number
  /** Seconds each side is loaded, each time. */
  readonly seconds: number
}

/** Medians of one side. */
export interface SideFigures {
  /** Requests a second. */
  readonly rate: number
  /** Milliseconds of processor time a request costs in the server and in the database. */
  readonly server: number
  readonly database: number
}

export interface Compared {
  /** The median of the pairs' ratios. */
  readonly ratio: number
  readonly ours: SideFigures
  readonly base: SideFigures
}

/** Measures two sides in turns (A B, B A, A B, …), so that what else the machine does touches both alike. */
export async function compare(generator: LoadGenerator, comparison: Comparison): Promise<Compared> {
  const { ours, base, databaseTime, connections, pairs, seconds } = comparison
  // Of dozens of processes: looked up once between two slices.
  let databaseBefore = await databaseTime()
  const measure = async ({ pid, ...side }: Side): Promise<SideFigures> => {
    const before = await cpuTime(pid)
    const { rate, count } = await generator.run({ ...side, connections, seconds })
    const spent = (await cpuTime(pid)) - before
    const databaseAfter = await databaseTime()
    const database = (databaseAfter - databaseBefore) / count
    databaseBefore = databaseAfter
    return { rate, server: spent / count, database }
  }
  const figures: { readonly ours: SideFigures; readonly base: SideFigures }[] = []
  for (let pair = 0; pair < pairs; pair += 1) {
    const first = pair % 2 === 0 ? base : ours
    const one = await measure(first)
    const other = await measure(first === base ? ours : base)
    figures.push(first === base ? { base: one, ours: other } : { base: other, ours: one })
  }
  return {
    ratio: median(figures.map((pair) => pair.ours.rate / pair.base.rate)),
    ours: medians(figures.map((pair) => pair.ours)),
    base: medians(figures.map((pair) => pair.base)),
  }
}

function medians(figures: readonly SideFigures[]): SideFigures {
  return {
    rate: median(figures.map(({ rate }) => rate)),
    server: median(figures.map(({ server }) => server)),
    database: median(figures.map(({ database }) => database)),
  }
}

/** How long and how often sides are measured: glances, or what holds. */
export const slices = (quick: boolean) => (quick ? { pairs: 3, seconds: 0.15 } : { pairs: 15, seconds: 0.6 })

/** Lets both sides compile their code and prepare their statements, at the same time. */
export async function warmUp(
  generator: LoadGenerator,
  sides: readonly Side[],
  seconds: number,
): Promise<void> {
  await Promise.all(
    sides.map(({ origin, requests }) => generator.run({ origin, requests, connections: 20, seconds })),
  )
}
