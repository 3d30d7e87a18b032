import { fileURLToPath } from 'node:url'
import { startHostProcess, type HostProcess } from '../hosts/host-process.ts'
import type { Random } from './random.ts'

const DEPLOYMENT = fileURLToPath(new URL('deployment/', import.meta.url))

/** Hosts as processes, each replaced when it is killed. */
export interface Fleet {
  /** One that answers now; undefined when all are on their way. */
  any(): HostProcess | undefined
  /** Kills one that answers, and starts another in its place. Returns whether there was one. */
  killOne(): boolean
  readonly kills: number
  /** What hosts said that ended without being killed. */
  readonly unexpected: readonly string[]
  stop(): Promise<void>
}

export async function startFleet(
  size: number,
  environment: Readonly<Record<string, string>>,
  random: Random,
): Promise<Fleet> {
  const hosts = new Set<HostProcess>()
  const starting = new Set<Promise<void>>()
  const unexpected: string[] = []
  let stopping = false
  let kills = 0

  const start = async (): Promise<void> => {
    for (;;) {
      try {
        const host = await startHostProcess(environment, DEPLOYMENT)
        hosts.add(host)
        host.child.once('exit', (code) => {
          if (hosts.delete(host) && !stopping) {
            unexpected.push(`ended with ${code}: ${host.output().slice(-2000)}`)
            begin()
          }
        })
        return
      } catch (error) {
        // The database may be restarting right now, which a starting host answers by ending.
        if (stopping) return
        unexpected.push(`did not start: ${String(error).slice(-500)}`)
      }
    }
  }
  const begin = (): void => {
    if (stopping) return
    const begun: Promise<void> = start().finally(() => starting.delete(begun))
    starting.add(begun)
  }

  // The first one migrates; the others find it done.
  await start()
  await Promise.all(Array.from({ length: size - 1 }, start))
  return {
    any: () => random.pick([...hosts]),
    killOne() {
      const host = random.pick([...hosts])
      if (host === undefined) return false
      hosts.delete(host)
      host.signal('SIGKILL')
      kills += 1
      begin()
      return true
    },
    get kills() {
      return kills
    },
    unexpected,
    async stop() {
      stopping = true
      await Promise.all(starting)
      await Promise.all([...hosts].map((host) => host.stop()))
    },
  }
}
