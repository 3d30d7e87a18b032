import { fileURLToPath } from 'node:url'
import { standBy, startHostProcess, type HostProcess, type HostStandingBy } from '../hosts/host-process.ts'
import type { Random } from './random.ts'

const DEPLOYMENT = fileURLToPath(new URL('deployment/', import.meta.url))
/** Loading code is nothing but processor time, of which the hosts that serve need theirs. */
const LOADING_AT_ONCE = 2

/** Hosts as processes, each replaced when it is killed. */
export interface Fleet {
  /** One that answers now; undefined when all are on their way. */
  any(): HostProcess | undefined
  /** Kills one, which may be on its way, and has another start in its place. Returns whether there was one. */
  killOne(): boolean
  readonly kills: number
  /** What hosts said that ended without being killed. */
  readonly unexpected: readonly string[]
  stop(): Promise<void>
}

export interface FleetOptions {
  /** How many serve. */
  readonly size: number
  /** How many stand by with their code loaded, so that a kill does not wait for a start. */
  readonly standingBy: number
  /** How many are to be killed: no more stand by than that still takes. */
  readonly kills: number
  readonly environment: Readonly<Record<string, string>>
  readonly random: Random
}

export async function startFleet({
  size,
  standingBy,
  kills: planned,
  environment,
  random,
}: FleetOptions): Promise<Fleet> {
  const hosts = new Set<HostProcess>()
  const ready: HostStandingBy[] = []
  const onTheirWay = new Set<HostStandingBy>()
  const starting = new Set<Promise<void>>()
  const unexpected: string[] = []
  let stopping = false
  let kills = 0

  const serve = (host: HostProcess): void => {
    hosts.add(host)
    host.child.once('exit', (code) => {
      if (!hosts.delete(host) || stopping) return
      unexpected.push(`ended with ${code}: ${host.output().slice(-2000)}`)
      replace()
    })
  }
  const inBackground = (work: () => Promise<void>): void => {
    if (stopping) return
    const begun: Promise<void> = work().finally(() => starting.delete(begun))
    starting.add(begun)
  }
  const load = async (): Promise<void> => {
    ready.push(await standBy(environment, DEPLOYMENT))
  }
  const start = async (): Promise<void> => {
    for (;;) {
      const next = ready.shift() ?? (await standBy(environment, DEPLOYMENT))
      onTheirWay.add(next)
      try {
        return serve(await next.start())
      } catch (error) {
        // It was killed on its way, or the database is restarting right now, which a starting host answers by ending.
        if (stopping) return
        if (onTheirWay.has(next)) unexpected.push(`did not start: ${String(error).slice(-500)}`)
      } finally {
        onTheirWay.delete(next)
      }
    }
  }
  // Whoever is taken is replaced while more are to be killed, one at a time, so that those that serve keep their part of the processor.
  let refill = Promise.resolve()
  const refillOne = (): void => {
    refill = refill
      .then(() => (stopping || ready.length >= planned - kills ? undefined : load()))
      .catch(() => {})
  }
  const replace = (): void => {
    inBackground(start)
    refillOne()
  }

  // The first one migrates; the others find it done.
  serve(await startHostProcess(environment, DEPLOYMENT))
  let toLoad = size - 1 + standingBy
  const loader = async (): Promise<void> => {
    while (toLoad-- > 0) await load()
  }
  await Promise.all(Array.from({ length: LOADING_AT_ONCE }, loader))
  await Promise.all(Array.from({ length: size - 1 }, start))
  return {
    any: () => random.pick([...hosts]),
    killOne() {
      const victim = random.pick([...hosts, ...onTheirWay])
      if (victim === undefined) return false
      kills += 1
      if ('dismiss' in victim) {
        // Whoever was starting it starts another.
        onTheirWay.delete(victim)
        victim.dismiss()
        refillOne()
      } else {
        hosts.delete(victim)
        victim.signal('SIGKILL')
        replace()
      }
      return true
    },
    get kills() {
      return kills
    },
    unexpected,
    async stop() {
      stopping = true
      await Promise.all([...starting, refill])
      for (const each of ready) each.dismiss()
      await Promise.all([...hosts].map((host) => host.stop()))
    },
  }
}
