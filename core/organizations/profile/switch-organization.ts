import type { PlatformDatabase } from '../../database/data-access.ts'
import type { SignInOutcome } from '../../identity/complete-sign-in.ts'
import { hashToken } from '../../identity/session-token.ts'
import type { Session } from '../../identity/session.ts'
import type { Client } from '../../identity/stored-sessions.ts'
import type { SignIn } from '../sign-in.ts'

export interface SwitchDependencies {
  readonly platform: PlatformDatabase
  readonly signIn: SignIn
  readonly endSession: (sessionId: string) => Promise<void>
}

/**
 * Gives a person a session in another of their organizations, in place of the one they have. A second factor that was proven
 * stays proven; one that only the other organization requires is asked for.
 * @throws forbidden `not_a_member`
 */
export async function switchOrganization(
  { platform, signIn, endSession }: SwitchDependencies,
  { sessionId, principal }: Session,
  organizationId: string,
  client: Client,
): Promise<SignInOutcome> {
  const [proof] = await platform.asSystem<{ method: string; secondFactor: boolean }>(
    `select method, second_factor_at is not null as "secondFactor" from platform.sessions where id = $1 and impersonated_by is null`,
    [sessionId],
  )
  const { method, secondFactor } = proof ?? { method: 'password', secondFactor: false }
  const outcome = await signIn.complete(
    { userId: principal.id, organizationId, method, secondFactor },
    client,
  )
  if ('answer' in outcome) {
    // The browser is still theirs: its notifications go on.
    await platform.asSystem(
      `update platform.push_subscriptions set session_id = (select id from platform.sessions where token_hash = $2)
       where session_id = $1`,
      [sessionId, hashToken(outcome.cookie.token)],
    )
    await endSession(sessionId)
  }
  return outcome
}
