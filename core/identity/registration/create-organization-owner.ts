import type { PlatformQuery } from '../../database/data-access.ts'
import type { CompletedSignIn } from '../complete-sign-in.ts'
import { FROM_MEMBERSHIP, MEMBERSHIP, type MembershipRow } from '../membership.view.ts'
import { issueSession, type Client } from '../stored-sessions.ts'

export interface NewOwner {
  readonly organizationName: string
  readonly fullName: string
  readonly email: string
  readonly passwordHash: string
  readonly language: 'ar' | 'en'
  readonly emailVerified: boolean
}

/**
 * Creates an organization, its owner and the owner's first session, in the transaction of `query`.
 * @returns `undefined`, and nothing is created, when the e-mail has an account
 */
export async function createOrganizationOwner(
  query: PlatformQuery,
  { organizationName, fullName, email, passwordHash, language, emailVerified }: NewOwner,
  client: Client,
): Promise<CompletedSignIn | undefined> {
  const [user] = await query<{ id: string }>(
    `insert into platform.users (email, full_name, password_hash, email_verified_at)
     values ($1, $2, $3, case when $4 then now() end) on conflict (email) do nothing returning id`,
    [email, fullName, passwordHash, emailVerified],
  )
  if (user === undefined) return undefined
  const [organization] = await query<{ id: string }>(
    'insert into platform.organizations (name, default_language) values ($1, $2) returning id',
    [organizationName, language],
  )
  if (organization === undefined) throw new Error('The organization was not written')
  const owner = { userId: user.id, organizationId: organization.id }
  // The audit trail belongs to the organization that the row is about.
  await query(`select set_config('app.organization_id', $1, true), set_config('app.actor_id', $2, true)`, [
    owner.organizationId,
    owner.userId,
  ])
  await query(`insert into platform.memberships (organization_id, user_id, role) values ($1, $2, 'owner')`, [
    owner.organizationId,
    owner.userId,
  ])
  const { tokens, cookie } = await issueSession(query, owner, client)
  const [member] = await query<MembershipRow>(
    `select ${MEMBERSHIP} ${FROM_MEMBERSHIP} where m.organization_id = $1 and m.user_id = $2`,
    [owner.organizationId, owner.userId],
  )
  if (member === undefined) throw new Error('The membership was not written')
  return { answer: { user: member.user, organization: member.organization, ...tokens }, cookie }
}
