import { conflict } from '@wasla/sdk'
import type { PlatformQuery } from '../database/data-access.ts'
import type { AccountDependencies } from './account-dependencies.ts'
import { assertUncommonPassword } from './accounts/password-policy.ts'
import { requestVerification } from './accounts/verify-email.ts'
import type { Registration } from './auth.schema.ts'
import type { CompletedSignIn } from './complete-sign-in.ts'
import { FROM_MEMBERSHIP, MEMBERSHIP, type MembershipRow } from './membership.view.ts'
import { hashPassword } from './password.ts'
import { issueSession, type Client } from './stored-sessions.ts'

async function insertUser(
  query: PlatformQuery,
  { email, fullName }: Registration,
  passwordHash: string,
): Promise<string> {
  const [row] = await query<{ id: string }>(
    `insert into platform.users (email, full_name, password_hash) values ($1, $2, $3)
     on conflict (email) do nothing returning id`,
    [email, fullName, passwordHash],
  )
  if (row !== undefined) return row.id
  throw conflict(
    'email_taken',
    'An account with this e-mail exists already; sign in with it, or choose another e-mail.',
    {
      fields: [{ field: 'email', message: 'is already taken' }],
    },
  )
}

/** Creates an organization, its owner and the owner's first session: all or nothing. */
export async function registerOrganization(
  dependencies: AccountDependencies,
  registration: Registration,
  language: 'ar' | 'en',
  client: Client,
): Promise<CompletedSignIn> {
  await assertUncommonPassword(registration.password, [registration.email, registration.fullName])
  // Hashed before the transaction, which would otherwise be open for as long.
  const passwordHash = await hashPassword(registration.password)
  const signIn = await dependencies.platform.transaction(async (query): Promise<CompletedSignIn> => {
    const userId = await insertUser(query, registration, passwordHash)
    const [created] = await query<{ id: string }>(
      'insert into platform.organizations (name, default_language) values ($1, $2) returning id',
      [registration.organizationName, language],
    )
    if (created === undefined) throw new Error('The organization was not written')
    const organizationId = created.id
    // The audit trail belongs to the organization that the row is about.
    await query(`select set_config('app.organization_id', $1, true), set_config('app.actor_id', $2, true)`, [
      organizationId,
      userId,
    ])
    await query(
      `insert into platform.memberships (organization_id, user_id, role) values ($1, $2, 'owner')`,
      [organizationId, userId],
    )
    const { tokens, cookie } = await issueSession(query, { userId, organizationId }, client)
    const [member] = await query<MembershipRow>(
      `select ${MEMBERSHIP} ${FROM_MEMBERSHIP} where m.organization_id = $1 and m.user_id = $2`,
      [organizationId, userId],
    )
    if (member === undefined) throw new Error('The membership was not written')
    return { answer: { user: member.user, organization: member.organization, ...tokens }, cookie }
  })
  const { user } = signIn.answer
  await requestVerification(dependencies, { ...user, name: user.fullName })
  return signIn
}
