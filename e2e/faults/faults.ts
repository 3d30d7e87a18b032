import { setTimeout as delay } from 'node:timers/promises'
import { overload } from './overload.ts'
import { connectSlowClients } from './slow-clients.ts'
import { terminateConnections, type World } from './world.ts'

/** Something that breaks, and is whole again when it ends. */
export interface Fault {
  readonly name: string
  /** @param scale 1 for a glance, more for longer. @returns what else is wrong, and figures to tell */
  readonly breakIt: (
    world: World,
    scale: number,
  ) => Promise<{ readonly wrong?: readonly string[]; readonly told?: string }>
}

/** The lease of a host, after which it answers by itself that it cannot; and what it waits for what is on its way. */
const FENCED_MS = 4_500
const GIVEN_UP_MS = 16_000

export const connectionsCut: Fault = {
  name: 'connections cut by the database',
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
  async breakIt({ wire }, scale) {
    wire.delay(100)
    await delay(1_500 * scale)
    wire.delay(0)
    return {}
  },
}

export const silentNetwork: Fault = {
  name: 'a network that is silent',
  async breakIt({ wire }, scale) {
    wire.silence()
    await delay(scale === 1 ? FENCED_MS : GIVEN_UP_MS)
    wire.restore()
    return {}
  },
}

export const hostKilled: Fault = {
  name: 'a host that is killed',
  async breakIt({ replaceHost }, scale) {
    for (let round = 0; round < scale; round += 1) {
      await delay(500)
      await replaceHost()
    }
    return {}
  },
}

export const tenfoldLoad: Fault = {
  name: 'ten times the load',
  async breakIt({ wire, origin, token }, scale) {
    // So that a small machine can send ten times as much as the host can answer.
    wire.delay(15)
    const { capacity, offered, answered, refused, kept, recovery, unclear } = await overload(
      origin(),
      token,
      2_000 * scale,
    )
    wire.delay(0)
    return {
      wrong: [
        ...unclear.slice(0, 5).map((answer) => `an answer under load that is not clear: ${answer}`),
        ...(refused === 0 ? ['nothing was refused, so the load was none'] : []),
        ...(answered === 0 ? ['nothing was answered under load'] : []),
      ],
      told: `${Math.round(offered)}/s offered of ${Math.round(capacity)}/s possible: ${answered} answered (${kept.toFixed(2)} of what is possible), ${refused} refused; as before after ${Math.round(recovery)} ms`,
    }
  },
}

export const slowClients: Fault = {
  name: 'clients that are slow',
  async breakIt({ origin }, scale) {
    const clients = await connectSlowClients(origin(), 50 * scale)
    const connected = clients.open
    await delay(1_500 * scale)
    const open = clients.open
    clients.stop()
    return {
      wrong: connected === 0 ? ['no slow client was connected'] : [],
      told: `${connected} slow connections, ${open} still open at the end`,
    }
  },
}
