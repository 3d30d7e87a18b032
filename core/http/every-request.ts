import type { ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify'
import type { Authenticator } from '../identity/session.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { ObserveRequest } from '../observability/request-durations.ts'
import type { CommonHeaders, PreparedResponseClass } from './common-headers.ts'
import type { LoadShedder } from './load-shedding.ts'
import { RequestLogger } from './request-logger.ts'

/** Gives each request its logger. A factory of Fastify's would have every logger looked over for all its methods. */
export function nameInLog(app: FastifyInstance, log: FastifyBaseLogger): void {
  app.addHook('onRequest', function bindLogger(request, reply, done) {
    request.log = reply.log = new RequestLogger(log, { requestId: request.id })
    done()
  })
}

/**
 * Headers that every response carries, and the name under which the request stands in the log.
 * @param prepared responses of this class have the headers already
 */
export function setHeaders(
  app: FastifyInstance,
  headers: CommonHeaders,
  prepared: PreparedResponseClass | undefined,
): void {
  app.addHook('onRequest', function setCommonHeaders({ id }, reply, done) {
    const { raw } = reply
    if (prepared !== undefined && raw instanceof prepared) raw.requestId = id
    else reply.headers(headers).header('x-request-id', id)
    done()
  })
}

/** Refuses what the host cannot answer in time, and follows the others until their connection is done with them. */
export function followRequests(app: FastifyInstance, shedder: LoadShedder, onAnswered: MeasureAnswer): void {
  app.addHook('onClose', async () => shedder.stop())
  app.addHook('onRequest', function follow(request, { raw }, done) {
    const begun = performance.now()
    const inWork = { response: raw, place: -1 }
    // One listener for all that ends with a request: Fastify's hook for it costs three more.
    raw.on('close', () => {
      shedder.ended(inWork)
      if (raw.writableFinished) onAnswered(request, raw, (performance.now() - begun) / 1000)
    })
    shedder.admit(request, inWork)
    done()
  })
}

/** Finds out who is behind each request, before anything else is decided about it. */
export function authenticateRequests(app: FastifyInstance, identity: Authenticator): void {
  app.decorateRequest('signedInStill', async function signedInStill() {
    const session = await identity.authenticate(this)
    return (
      session !== null &&
      !session.addressRefused &&
      session.organizationId === this.session?.organizationId &&
      session.permissions === this.session.permissions
    )
  })
  app.addHook('onRequest', function authenticate(request, _reply, done) {
    const session = identity.authenticate(request)
    if (!(session instanceof Promise)) {
      request.session = session
      done()
      return
    }
    session
      .then((resolved) => {
        request.session = resolved
      })
      .then(() => done(), done)
  })
}

/** Counts one answer under its route's template and module. */
export type MeasureAnswer = (request: FastifyRequest, response: ServerResponse, seconds: number) => void

/** What can be known of a route is found out at its first answer: later ones only count. */
export function createMeasure(metrics: Metrics): MeasureAnswer {
  const known = new WeakMap<object, Map<string, ObserveRequest>>()
  return function measure(request, { statusCode }, seconds) {
    const { url, config } = request.routeOptions
    const { method } = request
    let observers = known.get(config)
    if (observers === undefined) known.set(config, (observers = new Map<string, ObserveRequest>()))
    let observe = observers.get(method)
    if (observe === undefined) {
      observe = metrics.requestsOf({ method, route: url ?? 'none', module: config.module ?? 'platform' })
      observers.set(method, observe)
    }
    observe(statusCode, seconds)
    if (statusCode === 500 && config.module !== undefined) metrics.countPluginError(config.module, 'request')
  }
}
