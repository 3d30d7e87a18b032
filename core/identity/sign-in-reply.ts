import type { FastifyReply } from 'fastify'
import type { SignedIn } from './auth.schema.ts'
import type { CompletedSignIn } from './complete-sign-in.ts'
import type { SessionCookie } from './session-cookie.ts'

/** Puts the session's cookie on an answer, and returns its body. */
export type SignInReply = (reply: FastifyReply, signIn: CompletedSignIn) => SignedIn

export function createSignInReply(cookie: SessionCookie): SignInReply {
  return (reply, signIn) => {
    reply
      .header('set-cookie', cookie.set(signIn.cookie.token, signIn.cookie.expiresAt))
      .header('cache-control', 'no-store')
    return signIn.answer
  }
}
