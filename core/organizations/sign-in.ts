import type { FastifyReply } from 'fastify'
import type { SignedIn } from '../identity/auth.schema.ts'
import type { CompletedSignIn, ProvenPerson, SignInOutcome } from '../identity/complete-sign-in.ts'
import type { Client } from '../identity/stored-sessions.ts'

/** How identity gives a person the session of an organization. */
export interface SignIn {
  complete(person: ProvenPerson, client: Client): Promise<SignInOutcome>
  /** Puts the cookie on the answer, and returns its body. */
  answer(reply: FastifyReply, signIn: CompletedSignIn): SignedIn
}
