import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

interface DrainOptions {
  /** Milliseconds during which "not ready" is told while new connections still find an answer. */
  readonly delay: number
  /** Milliseconds after which connections that still run are cut. */
  readonly timeout: number
}

/**
 * Makes `close()` lose no request: the host says it is not ready, keeps answering while the load balancer notices,
 * asks each client to close its connection with the next response, then lets running requests finish.
 * @returns whether the server is draining
 */
export function drainOnClose(app: FastifyInstance, { delay, timeout }: DrainOptions): () => boolean {
  let draining = false
  let cut: NodeJS.Timeout | undefined
  app.addHook('preClose', async () => {
    draining = true
    if (delay > 0) await wait(delay)
    cut = setTimeout(() => app.server.closeAllConnections(), timeout)
    cut.unref()
  })
  app.addHook('onClose', async () => clearTimeout(cut))
  return () => draining
}
