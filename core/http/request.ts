import type { FastifyInstance, FastifyRequest } from 'fastify'
import { invalid } from '@wasla/sdk'
import type { Actor } from '../contexts/actor.ts'
import type { SystemScope } from '../contexts/context-factory.ts'
import type { IdempotencyClaim } from '../database/data-access.ts'
import type { AuthenticatedSession } from '../identity/session.ts'
import type { MeasuredRoute } from './answer-measures.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route of the platform that answers anyone; no plugin may say this. */
    anonymous?: true
    /** A route of the platform for members that API keys may call too: most are about a person. */
    apiKeys?: true
    /** Taken by its signature; set by the platform for webhooks. */
    signed?: true
    /** A route about a person by which an operator who acts as them may change something. */
    whileImpersonating?: true
    /** The plugin the route belongs to; set when it is registered. */
    module?: string
  }
  interface FastifyRequest {
    /** Who is signed in, or `null`. */
    session: AuthenticatedSession | null
    /** Whether the session still holds, with the same permissions: for what goes on after the answer has begun. */
    signedInStill(): Promise<boolean>
    /** Who acts, on a route of members; `null` on an anonymous or public one. */
    actor: Actor | null
    /** The version named by `If-Match`. @throws invalid `invalid_if_match` */
    readonly ifMatch: number | undefined
    /** Settled by the write of a request with an `Idempotency-Key`. */
    idempotency: IdempotencyClaim | null
    /** The visitor's organization and address, on a route with `public`. */
    visit: Visit | null
    /** A context made for the route's plugin. */
    pluginContext: unknown
    /** What is known of its route's answers; `null` before its route was asked. */
    measuredRoute: MeasuredRoute | null
  }
}

/** A public request, once its address is known. */
export interface Visit {
  readonly scope: SystemScope
  readonly address: { readonly kind: string; readonly key: string }
}

const VERSION_TAG = /^"v(\d{1,15})"$/

function readIfMatch(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match']
  if (header === undefined || header === '*') return undefined
  const version = VERSION_TAG.exec(header)?.[1]
  if (version === undefined) {
    throw invalid('invalid_if_match', 'If-Match must be the ETag of one earlier response, such as "v3".')
  }
  return Number(version)
}

/** Declares what requests carry, once, so that all of them have one shape. */
export function decorateRequests(app: FastifyInstance): void {
  app.decorateRequest('session', null)
  app.decorateRequest('actor', null)
  app.decorateRequest('idempotency', null)
  app.decorateRequest('visit', null)
  app.decorateRequest('pluginContext', null)
  app.decorateRequest('measuredRoute', null)
  app.decorateRequest('rawBody', undefined)
  app.decorateRequest('ifMatch', {
    getter(this: FastifyRequest) {
      return readIfMatch(this)
    },
  })
}
