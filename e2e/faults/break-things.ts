import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from './faults.ts'
import { openLedger } from './ledger.ts'
import type { World } from './world.ts'

export interface Outcome {
  readonly fault: string
  readonly acknowledged: number
  readonly reads: number
  readonly refused: Readonly<Record<string, number>>
  readonly told: string
  /** Empty when nothing was lost or doubled, and all that people were told was clear. */
  readonly wrong: readonly string[]
}

const BEFORE_MS = 300
/** Writes that must be acknowledged once all is whole again: the host came back. */
const AFTERWARDS = 12
const COMES_BACK_MS = 40_000

/** Breaks one thing while programs work, mends it, waits until they get on again, and compares with the database. */
export async function breakUnderLoad(
  world: World,
  { name, breakIt }: Fault,
  scale: number,
): Promise<Outcome> {
  const { origin, token, organizationId } = world
  const ledger = openLedger({ origin, token, organizationId, writers: 4, readers: 4 })
  await delay(BEFORE_MS)
  const { wrong = [], told = '' } = await breakIt(world, scale)
  const { seen } = ledger
  const mended = seen.acknowledged
  const begin = performance.now()
  while (seen.acknowledged < mended + AFTERWARDS && performance.now() - begin < COMES_BACK_MS) await delay(50)
  const back = seen.acknowledged >= mended + AFTERWARDS ? [] : ['the host did not come back']
  const reckoned = await ledger.reckon(world.databaseUrl)
  return {
    fault: name,
    acknowledged: seen.acknowledged,
    reads: seen.reads,
    refused: Object.fromEntries(seen.refused),
    told,
    wrong: [...wrong, ...back, ...reckoned],
  }
}
