import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from './fault.ts'
import { openLedger } from './ledger.ts'
import type { World } from './world.ts'

export interface Outcome {
  readonly fault: string
  readonly acknowledged: number
  readonly reads: number
  readonly refused: Readonly<Record<string, number>>
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  /** Answers that were not clear or named another cause, and what else is not as it should be. */
  readonly wrong: readonly string[]
  /** The longest that anybody waited for an answer of any kind. */
  readonly longestMs: number
  /** From when all was whole again until writes were acknowledged as before. */
  readonly recoveryMs: number
  readonly told: string
  /** Why it could not be broken here. */
  readonly impossible?: string
}

const BEFORE_MS = 300
/** Writes that must be acknowledged once all is whole again: the host came back. */
const AFTERWARDS = 12
const COMES_BACK_MS = 40_000

/** Breaks one thing while programs work, mends it, waits until they get on again, and compares with the database. */
export async function breakUnderLoad(
  world: World,
  { name, tells, pauseMs, breakIt }: Fault,
  scale: number,
): Promise<Outcome> {
  const { origin, token, organizationId } = world
  const ledger = openLedger({ origin, token, organizationId, writers: 4, readers: 4, tells, pauseMs })
  await delay(BEFORE_MS)
  const { wrong = [], told = '', impossible } = await breakIt(world, scale)
  const { seen } = ledger
  const mended = seen.acknowledged
  const begin = performance.now()
  const back = (): boolean => seen.acknowledged >= mended + AFTERWARDS
  while (!back() && performance.now() - begin < COMES_BACK_MS) await delay(20)
  const recoveryMs = performance.now() - begin
  const gone = back() ? [] : ['the host did not come back']
  const { lost, doubled } = await ledger.reckon(world.databaseUrl)
  return {
    fault: name,
    acknowledged: seen.acknowledged,
    reads: seen.reads,
    refused: Object.fromEntries(seen.refused),
    lost,
    doubled,
    wrong: [...wrong, ...gone, ...seen.unclear],
    longestMs: seen.longest,
    recoveryMs,
    told,
    impossible,
  }
}
