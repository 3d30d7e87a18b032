import { unauthenticated } from '@wasla/sdk'
import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../contexts/actor.ts'
import type { Author } from '../write-switch.ts'

/** Who acts, on a route of members. */
export function memberOf({ actor }: FastifyRequest): Actor {
  if (actor) return actor
  throw unauthenticated('unauthenticated', 'Nobody is signed in; send an access token.')
}

export function authorOf(actor: Actor): Author {
  return { actorId: actor.principal.id, requestId: actor.request.requestId }
}
