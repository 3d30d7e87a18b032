import { setTimeout as delay } from 'node:timers/promises'
import { crashDatabase } from '../chaos/crash-database.ts'
import { BUSY, type Fault, UNREACHABLE } from './fault.ts'
import { terminateConnections } from './world.ts'

/** The lease of a host, after which it answers by itself that it cannot; and what it waits for what is on its way. */
const FENCED_MS = 4_500
const GIVEN_UP_MS = 16_000

export const connectionsCut: Fault = {
  name: 'connections cut by the database',
  tells: UNREACHABLE,
  async breakIt({ databaseUrl }, scale) {
    for (let round = 0; round < 4 * scale; round += 1) {
      await delay(250)
      await terminateConnections(databaseUrl)
    }
    return {}
  },
}

export const wireCut: Fault = {
  name: 'connections cut on the way',
  tells: UNREACHABLE,
  async breakIt({ wire }, scale) {
    for (let round = 0; round < 4 * scale; round += 1) {
      await delay(250)
      wire.cut()
    }
    return {}
  },
}

export const slowDatabase: Fault = {
  name: 'a database that is slow',
  tells: BUSY,
  async breakIt({ wire }, scale) {
    wire.delay(100)
    await delay(1_500 * scale)
    wire.delay(0)
    return {}
  },
}

export const silentNetwork: Fault = {
  name: 'a way to the database that is silent',
  tells: UNREACHABLE,
  async breakIt({ wire }, scale) {
    wire.silence()
    await delay(scale === 1 ? FENCED_MS : GIVEN_UP_MS)
    wire.restore()
    return {}
  },
}

/** The same by the system's own means: packets are dropped, also those that would close a connection. */
export const networkCut: Fault = {
  name: 'a network that is cut between host and database',
  tells: UNREACHABLE,
  async breakIt({ network }) {
    if (network === undefined) return { impossible: 'no network namespace can be made here' }
    network.cut()
    await delay(GIVEN_UP_MS)
    network.restore()
    return {}
  },
}

export const databaseRestarted: Fault = {
  name: 'a database that crashes and recovers',
  tells: UNREACHABLE,
  async breakIt({ databaseUrl }, scale) {
    for (let round = 0; round < scale; round += 1) await crashDatabase(databaseUrl)
    return {}
  },
}
