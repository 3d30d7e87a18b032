import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Server } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

interface DrainOptions {
  /**
   * Milliseconds during which "not ready" is told while everything still works, and then those that open connections
   * have for a request that is on its way.
   */
  readonly delay: number
  /** Milliseconds after which connections that still run are cut. */
  readonly timeout: number
}

export interface Draining {
  begun(): boolean
  /** For each request as it begins: nobody is asked to go before the host listens no longer. */
  keepConnection(response: ServerResponse): void
}

/**
 * Makes `close()` lose no request:
 * 1. The host says it is not ready. The load balancer notices; connections stay as they are, because clients that had
 *    to open new ones would stand in the listener's queue when it closes, and be reset.
 * 2. It stops listening. Each open connection gets an answer to its next request, and is closed with it.
 * 3. Connections that stayed silent are closed; running requests finish, until the time is over.
 */
export function drainOnClose(app: FastifyInstance, { delay, timeout }: DrainOptions): Draining {
  let state: 'serving' | 'unready' | 'closing' = 'serving'
  let cut: NodeJS.Timeout | undefined
  app.addHook('preClose', async () => {
    state = 'unready'
    if (!app.server.listening) return
    await linger(delay)
    state = 'closing'
    cut = setTimeout(() => app.server.closeAllConnections(), timeout)
    cut.unref()
    const closed = once(app.server, 'close')
    // Not the close of HTTP servers, which resets connections on which a request may just be arriving.
    Server.prototype.close.call(app.server)
    await Promise.race([closed, linger(delay)])
  })
  app.addHook('onClose', async () => clearTimeout(cut))
  return {
    begun: () => state !== 'serving',
    // Fastify asks every client to close its connection from the moment `close()` is called.
    keepConnection: (response) => {
      if (state === 'unready') response.removeHeader('connection')
    },
  }
}

const TURNS = 10

/** In turns: a process that got no processor for a while would find the time over before it looked at what has come. */
async function linger(milliseconds: number): Promise<void> {
  if (milliseconds === 0) return
  for (let turn = 0; turn < TURNS; turn += 1) await wait(milliseconds / TURNS)
}
