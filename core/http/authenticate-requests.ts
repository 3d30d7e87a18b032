import type { FastifyInstance } from 'fastify'
import type { Authenticator } from '../identity/session.ts'
import { assertStorableUrl } from './storable-text.ts'

/** Finds out who is behind each request, before anything else is decided about it but whether its address can be read. */
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
    assertStorableUrl(request)
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
