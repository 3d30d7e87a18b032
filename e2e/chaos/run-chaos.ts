import { setTimeout as delay } from 'node:timers/promises'
import { startFleet, type Fleet } from './fleet.ts'
import { produce, register, switchOnAndOff, toggle } from './load.ts'
import { createRandom } from './random.ts'
import { faults, judge, setHeartbeat, type Verdict } from './verdict.ts'

export interface ChaosOptions {
  /** Superuser URL of an empty database. */
  readonly databaseUrl: string
  readonly seed: number
  readonly hosts: number
  /** How many more have their code loaded, to take the place of those that are killed. */
  readonly standingBy: number
  readonly organizations: number
  readonly events: number
  readonly perBatch: number
  /** How often modules are switched before the killing, while events flow. */
  readonly switches: number
  /** For how long a host is killed every `killEveryMs`. */
  readonly killMs: number
  readonly killEveryMs: number
  /** Without a sign of life for so long, a host's jobs are taken over. Default: that of a real host. */
  readonly heartbeatSeconds?: number
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
  /** In which time they were killed. */
  readonly killingSeconds: number
  readonly toggles: number
  readonly unexpected: readonly string[]
  readonly seconds: number
}

const LOOK_MS = 1000
const FIND_MS = 20

/** Hosts that are killed while events flow and modules are switched; then quiet, and the reckoning. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { databaseUrl, events, perBatch, say } = options
  const began = performance.now()
  const left = (): number => options.limitMs - (performance.now() - began)
  const random = createRandom(options.seed)
  const fleet = await startFleet({
    size: options.hosts,
    standingBy: options.standingBy,
    kills: kills(options),
    environment: { DATABASE_URL: databaseUrl },
    random,
  })
  const over = new AbortController()
  const limit = setTimeout(() => over.abort(), Math.max(0, left()))
  try {
    if (options.heartbeatSeconds !== undefined) await setHeartbeat(databaseUrl, options.heartbeatSeconds)
    const participants = []
    for (let count = 0; count < options.organizations; count += 1) participants.push(await register(fleet))
    say(`${options.hosts} hosts and ${participants.length} organizations after ${seconds(began)} s`)

    const calm = new AbortController()
    const produced = produce(fleet, participants, { batches: events / perBatch, perBatch }, over.signal)
    const switched = await switchOnAndOff(fleet, participants, options.switches, over.signal)
    say(`${switched} times switched on or off under load after ${seconds(began)} s`)
    const toggled = toggle(fleet, participants, random, AbortSignal.any([calm.signal, over.signal]))
    const killing = await kill(fleet, options)
    calm.abort()
    const toggles = switched + (await toggled)
    say(`${fleet.kills} hosts killed in ${killing} s and ${toggles} toggles after ${seconds(began)} s`)
    await produced
    say(`all events emitted after ${seconds(began)} s`)
    const verdict = await settle(options, left)
    return {
      verdict,
      faults: faults(verdict, events),
      kills: fleet.kills,
      killingSeconds: killing,
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

function kills({ killMs, killEveryMs }: ChaosOptions): number {
  return Math.floor(killMs / killEveryMs)
}

/** Kills a host at each beat; one that finds none to kill is made up for as soon as there is one. */
async function kill(fleet: Fleet, options: ChaosOptions): Promise<number> {
  const { killMs, killEveryMs, interruptDatabase, say } = options
  const began = performance.now()
  const elapsed = (): number => performance.now() - began
  const rounds = kills(options)
  let interrupted: Promise<void> | undefined
  for (let round = 1; round <= rounds; round += 1) {
    await delay(Math.max(0, round * killEveryMs - elapsed()))
    while (!fleet.killOne() && elapsed() < 2 * killMs) await delay(FIND_MS)
    if (round !== Math.ceil(rounds / 2)) continue
    interrupted = interruptDatabase()
    say('the database is interrupted')
  }
  await interrupted
  return seconds(began)
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
