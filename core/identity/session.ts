import type { Principal } from '@wasla/sdk'
import type { IncomingHttpHeaders } from 'node:http'
import type { Permissions } from '../contexts/actor.ts'

/** A signed-in person in one organization. One object per cached session: never changed. */
export interface Session {
  readonly sessionId: string
  readonly organizationId: string
  readonly role: string
  readonly principal: Principal
  readonly email: string
}

/** What authentication reads of a request. */
export interface AuthenticatedRequest {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  /** The connection it came over. */
  readonly socket?: object
}

/** Who is behind a request. Not a promise when it is known already. */
export interface Authenticator {
  /** @throws forbidden `origin_not_allowed` when a cookie comes with a write from another site's page */
  authenticate(request: AuthenticatedRequest): Session | null | Promise<Session | null>
  permissionsOf(role: string): Permissions
}
