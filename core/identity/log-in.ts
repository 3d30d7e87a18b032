import { forbidden, unauthenticated } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Credentials, SignedIn } from './auth.schema.ts'
import type { LoginAttempts } from './login-attempts.ts'
import { FROM_MEMBERSHIP, MEMBERSHIP, type MembershipRow } from './membership.view.ts'
import { verifyPassword } from './password.ts'
import { issueSession, type Client } from './stored-sessions.ts'

async function authenticate(platform: PlatformDatabase, { email, password }: Credentials): Promise<string> {
  const [account] = await platform.asSystem<{ id: string; password_hash: string | null }>(
    'select id, password_hash from platform.users where email = $1',
    [email],
  )
  // An unknown e-mail takes the same time and gets the same answer: who has an account is nobody's business.
  if ((await verifyPassword(account?.password_hash ?? null, password)) && account !== undefined)
    return account.id
  throw unauthenticated('invalid_credentials', 'E-mail and password do not belong together; check both.')
}

async function findMembership(
  platform: PlatformDatabase,
  userId: string,
  organizationId: string | undefined,
): Promise<MembershipRow> {
  const [membership] = await platform.asSystem<MembershipRow>(
    `select ${MEMBERSHIP} ${FROM_MEMBERSHIP}
     where m.user_id = $1 and o.status = 'active' and ($2::uuid is null or o.id = $2)
     order by m.created_at, o.id limit 1`,
    [userId, organizationId ?? null],
  )
  if (membership !== undefined) return membership
  throw forbidden(
    'not_a_member',
    'You are not a member of this organization, or it is suspended; ask its owner.',
  )
}

/** Signs a person in, in one of the organizations they belong to. */
export async function logIn(
  platform: PlatformDatabase,
  attempts: LoginAttempts,
  credentials: Credentials,
  client: Client,
): Promise<SignedIn> {
  const from = client.address ?? 'unknown'
  attempts.assertAllowed(from, credentials.email)
  // Counted before the answer is known, so that guesses sent at once do not slip through together.
  attempts.fail(from, credentials.email)
  const userId = await authenticate(platform, credentials)
  attempts.succeed(from, credentials.email)
  const { user, organization } = await findMembership(platform, userId, credentials.organizationId)
  const token = await issueSession(platform.asSystem, { userId, organizationId: organization.id }, client)
  return { user, organization, ...token }
}
