import { forbidden, unauthenticated } from '@wasla/sdk'
import type { FastifyRequest } from 'fastify'
import type { Session } from './session.ts'

/**
 * The session of a person who acts for themselves. A program's key has no account of its own.
 * @throws forbidden `person_needed`
 */
export function personalSession({ session }: FastifyRequest): Session {
  if (session === null) throw unauthenticated('unauthenticated', 'Nobody is signed in; send an access token.')
  if (session.principal.kind === 'user') return session
  throw forbidden('person_needed', 'This belongs to a person, so an API key cannot do it; sign in.')
}
