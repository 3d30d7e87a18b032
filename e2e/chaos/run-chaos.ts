import { setTimeout as delay } from 'node:timers/promises'
import { startFleet, type Fleet } from './fleet.ts'
import { produce, register, toggle } from './load.ts'
import { createRandom } from './random.ts'
import { faults, judge, type Verdict } from './verdict.ts'

export interface ChaosOptions {
  /** Superuser URL of an empty database. */
  readonly databaseUrl: string
  readonly seed: number
  readonly hosts: number
  readonly organizations: number
  readonly events: number
  readonly perBatch: number
  /** For how long a host is killed every `killEveryMs`. */
  readonly killMs: number
  readonly killEveryMs: number
  /** Interrupts the database, halfway through the killing. */
  readonly interruptDatabase: () => Promise<void>
  /** When to give up waiting for the end. */
  readonly limitMs: number
  readonly say: (line: string) => void
}

export interface ChaosReport {
  readonly verdict: Verdict
  /** Empty when all is well. */
  readonly faults: readonly string[]
  readonly kills: number
  readonly toggles: number
  readonly unexpected: readonly string[]
  readonly seconds: number
}

const LOOK_MS = 1000

/** Hosts that are killed while events flow and modules are switched; then quiet, and the reckoning. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { databaseUrl, events, perBatch, say } = options
  const began = performance.now()
  const left = (): number => options.limitMs - (performance.now() - began)
  const random = createRandom(options.seed)
  const fleet = await startFleet(options.hosts, { DATABASE_URL: databaseUrl }, random)
  const over = new AbortController()
  const limit = setTimeout(() => over.abort(), Math.max(0, left()))
  try {
    const participants = []
    for (let count = 0; count < options.organizations; count += 1) participants.push(await register(fleet))
    say(`${options.hosts} hosts and ${participants.length} organizations after ${seconds(began)} s`)

    const calm = new AbortController()
    const produced = produce(fleet, participants, { batches: events / perBatch, perBatch }, over.signal)
    const toggled = toggle(fleet, participants, random, AbortSignal.any([calm.signal, over.signal]))
    await kill(fleet, options)
    calm.abort()
    const toggles = await toggled
    say(`${fleet.kills} hosts killed and ${toggles} toggles after ${seconds(began)} s`)
    await produced
    say(`all events emitted after ${seconds(began)} s`)
    const verdict = await settle(options, left)
    return {
      verdict,
      faults: faults(verdict, events),
      kills: fleet.kills,
      toggles,
      unexpected: fleet.unexpected,
      seconds: seconds(began),
    }
  } finally {
    clearTimeout(limit)
    over.abort()
    await fleet.stop()
  }
}

async function kill(
  fleet: Fleet,
  { killMs, killEveryMs, interruptDatabase, say }: ChaosOptions,
): Promise<void> {
  const rounds = Math.floor(killMs / killEveryMs)
  for (let round = 1; round <= rounds; round += 1) {
    await delay(killEveryMs)
    fleet.killOne()
    if (round === Math.ceil(rounds / 2)) {
      await interruptDatabase()
      say('the database was interrupted')
    }
  }
}

/** Waits until everything has happened, or nothing more can. */
async function settle({ databaseUrl, events, say }: ChaosOptions, left: () => number): Promise<Verdict> {
  for (let told = 0; ; ) {
    const verdict = await judge(databaseUrl)
    const waiting = verdict.missing + verdict.unfinished + verdict.parked
    if (waiting === 0 && verdict.events === events) return verdict
    if (left() <= 0) return verdict
    if (performance.now() - told > 5 * LOOK_MS) {
      told = performance.now()
      say(`${verdict.effects} effects, ${verdict.unfinished} jobs on their way, ${verdict.parked} parked`)
    }
    await delay(LOOK_MS)
  }
}

function seconds(began: number): number {
  return Math.round((performance.now() - began) / 100) / 10
}
