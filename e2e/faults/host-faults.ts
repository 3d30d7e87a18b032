import { setTimeout as delay } from 'node:timers/promises'
import { type Broken, type Fault, UNREACHABLE } from './fault.ts'

const MINUTE = 60_000

export const hostKilled: Fault = {
  name: 'a host that is killed',
  // The connection is cut, and nobody is there to tell anything.
  tells: ['idempotent_answer_pending'],
  async breakIt({ replaceHost }, scale) {
    for (let round = 0; round < scale; round += 1) {
      await delay(500)
      await replaceHost()
    }
    return {}
  },
}

/** As when somebody sets a wrong clock right: leases, sessions and keys must neither end early nor live on. */
export const clockJump: Fault = {
  name: 'a clock that jumps',
  tells: UNREACHABLE,
  breakIt: ({ setClock }, scale) => jump(setClock, scale),
}

/** The other clock: leases, keys and what is due are measured by the database's. */
export const databaseClockJump: Fault = {
  name: "a database's clock that jumps",
  tells: UNREACHABLE,
  breakIt: async ({ setDatabaseClock }, scale) =>
    setDatabaseClock === undefined
      ? { impossible: 'libfaketime is not installed here' }
      : jump(setDatabaseClock, scale),
}

async function jump(setClock: (ahead: number) => void, scale: number): Promise<Broken> {
  for (const minutes of [10, -10, 0]) {
    setClock(minutes * MINUTE)
    await delay(700 * scale)
  }
  return { told: 'ten minutes ahead, then ten behind, then right' }
}
