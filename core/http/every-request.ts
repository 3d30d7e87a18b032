import type { FastifyInstance } from 'fastify'
import type { Authenticator } from '../identity/session.ts'
import type { Metrics } from '../observability/metrics.ts'

/** Headers that every response carries. */
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
  app.addHook('onResponse', function measure(request, reply, done) {
    const { url, config } = request.routeOptions
    const module = config.module ?? 'platform'
    metrics.observeRequest(request.method, url ?? 'none', module, reply.statusCode, reply.elapsedTime / 1000)
    if (reply.statusCode === 500 && config.module !== undefined) metrics.countPluginError(module, 'request')
    done()
  })
}
