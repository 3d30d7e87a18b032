import type { FastifyInstance } from 'fastify'
import type { Logger as PinoLogger } from 'pino'

/** One line a request at level `debug`: failures are logged anyway, and metrics count the rest. */
export function logRequests(app: FastifyInstance, log: PinoLogger): void {
  if (!log.isLevelEnabled('debug')) return
  app.addHook('onResponse', function logRequest(request, reply, done) {
    const { method, session } = request
    request.log.debug(
      {
        method,
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
        module: request.routeOptions.config.module,
        organizationId: session?.organizationId,
      },
      'Answered',
    )
    done()
  })
}
