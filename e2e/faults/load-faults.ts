import { setTimeout as delay } from 'node:timers/promises'
import { BUSY, type Fault } from './fault.ts'
import { overload } from './overload.ts'
import { connectSlowClients } from './slow-clients.ts'

export const tenfoldLoad: Fault = {
  name: 'ten times the load',
  tells: BUSY,
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
        ...late(scale, recovery, RECOVERY_MS, 'until answers came as before'),
      ],
      told: `${Math.round(offered)}/s offered of ${Math.round(capacity)}/s possible: ${answered} answered (${kept.toFixed(2)} of what is possible), ${refused} refused; as before after ${(recovery / 1000).toFixed(1)} s`,
    }
  },
}

/** After the last of too many. */
const RECOVERY_MS = 5_000

/** Headers have 20 s, bodies 60, a reader who reads nothing 120; they are looked at every five. */
const CLOSED_MS = 135_000

export const slowClients: Fault = {
  name: 'clients that are slow',
  tells: BUSY,
  pauseMs: 50,
  async breakIt({ origin }, scale) {
    const clients = await connectSlowClients(origin(), 20 * scale)
    const connected = clients.open
    const begin = performance.now()
    const end = scale === 1 ? 1_500 : CLOSED_MS
    while (clients.open > 0 && performance.now() - begin < end) await delay(100)
    const { open, closed } = clients
    clients.stop()
    return {
      wrong: [
        ...(connected === 0 ? ['no slow client was connected'] : []),
        ...(scale > 1 && open > 0 ? [`${open} slow connections were never closed`] : []),
      ],
      told: [`${connected} slow connections`, ...closed, ...(open > 0 ? [`${open} still open`] : [])].join(
        '; ',
      ),
    }
  },
}

/** A glance runs beside other tests, where times say nothing. */
function late(scale: number, milliseconds: number, limit: number, what: string): string[] {
  return scale === 1 || milliseconds <= limit
    ? []
    : [`${(milliseconds / 1000).toFixed(1)} s ${what}, at most ${limit / 1000}`]
}
