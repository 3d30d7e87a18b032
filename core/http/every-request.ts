import type { FastifyInstance, FastifyRequest, onResponseHookHandler } from 'fastify'
import type { Authenticator } from '../identity/session.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { ObserveRequest } from '../observability/request-durations.ts'

/** Headers that every response carries, and the name under which the request stands in the log. */
export function setHeaders(app: FastifyInstance, headers: Readonly<Record<string, string>>): void {
  app.addHook('onRequest', function setCommonHeaders(request, reply, done) {
    reply.headers(headers)
    reply.header('x-request-id', request.id)
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

/** Measures every request under its route's template and module. */
export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onRoute', (route) => {
    Object.assign(route, { onResponse: [measureRoute(metrics), route.onResponse ?? []].flat() })
  })
  const measureUnknown = measureRoute(metrics)
  app.addHook('onResponse', function measureNotFound(request, reply, done) {
    if (request.is404) measureUnknown.call(this, request, reply, done)
    else done()
  })
}

/** What can be known of a route is found out at its first answer: later ones only count. */
function measureRoute(metrics: Metrics): onResponseHookHandler {
  const known = new Map<string, ObserveRequest>()
  return function measure(request, reply, done) {
    const { method } = request
    const observe = known.get(method) ?? remember(method, request)
    const { statusCode } = reply
    observe(statusCode, reply.elapsedTime / 1000)
    if (statusCode === 500) {
      const { module } = request.routeOptions.config
      if (module !== undefined) metrics.countPluginError(module, 'request')
    }
    done()
  }

  function remember(method: string, request: FastifyRequest): ObserveRequest {
    const { url, config } = request.routeOptions
    const observe = metrics.requestsOf({ method, route: url ?? 'none', module: config.module ?? 'platform' })
    known.set(method, observe)
    return observe
  }
}
