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
  /** The operator who acts as this person, if one does. */
  readonly impersonatedBy?: string
}

/** A session with what its organization grants it at this moment. */
export interface AuthenticatedSession extends Session {
  readonly permissions: Permissions
  /** Whether it comes from outside the networks that the organization allows. */
  readonly addressRefused: boolean
}

/** What authentication reads of a request. */
export interface AuthenticatedRequest {
  readonly method: string
  /** Where it comes from. */
  readonly ip: string
  readonly headers: IncomingHttpHeaders
  /** The connection it came over. */
  readonly socket?: object
}

/** Who is behind a request. Not a promise when it is known already. */
export interface Authenticator {
  /**
   * @throws forbidden `origin_not_allowed` when a cookie comes with a write from another site's page
   * @throws unavailable `rate_limited` when an API key is used more often than it may
   */
  authenticate(
    request: AuthenticatedRequest,
  ): AuthenticatedSession | null | Promise<AuthenticatedSession | null>
}
