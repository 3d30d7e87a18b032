import { forbidden, unauthenticated } from '@wasla/sdk'
import type { FastifyRequest } from 'fastify'
import type { Session } from './session.ts'

/**
 * The session of a person who acts for themselves. A program's key has no account of its own, and an operator who acts as
 * somebody keeps their hands off that account.
 * @throws forbidden `person_needed` or `impersonated`
 */
export function personalSession({ session }: FastifyRequest): Session {
  if (session === null) throw unauthenticated('unauthenticated', 'Nobody is signed in; send an access token.')
  if (session.impersonatedBy !== undefined) {
    throw forbidden(
      'impersonated',
      'You act as somebody else, and their account is theirs alone to look after.',
    )
  }
  if (session.principal.kind === 'user') return session
  throw forbidden('person_needed', 'This belongs to a person, so an API key cannot do it; sign in.')
}
