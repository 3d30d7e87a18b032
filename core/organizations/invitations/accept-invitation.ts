import { invalid } from '@wasla/sdk'
import type { PlatformDatabase, PlatformQuery } from '../../database/data-access.ts'
import { assertUncommonPassword } from '../../identity/accounts/password-policy.ts'
import { hashPassword } from '../../identity/password.ts'
import { hashToken } from '../../identity/session-token.ts'
import { assertSeat } from '../members/seats.ts'
import type { Acceptance } from './invitation.schema.ts'

export interface OpenInvitation {
  readonly id: string
  readonly organizationId: string
  readonly organizationName: string
  readonly email: string
  readonly role: string
  readonly userId: string | null
}

export interface Joined {
  readonly organization: { readonly id: string; readonly name: string }
  readonly userId: string
  /** Made by this acceptance, with the password it came with. */
  readonly isNew: boolean
}

/** @throws invalid `token_invalid` */
export async function findOpenInvitation(query: PlatformQuery, token: string): Promise<OpenInvitation> {
  const [invitation] = await query<OpenInvitation>(
    `select i.id, i.organization_id as "organizationId", o.name as "organizationName", i.email, i.role, u.id as "userId"
     from platform.invitations i
     join platform.organizations o on o.id = i.organization_id and o.status = 'active'
     left join platform.users u on u.email = i.email
     where i.token_hash = $1 and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()`,
    [hashToken(token)],
  )
  if (invitation !== undefined) return invitation
  throw invalid(
    'token_invalid',
    'This invitation was used or revoked, has expired, or its link is incomplete; ask for a new one.',
  )
}

/** Of somebody new: hashed before the transaction, which would otherwise be open for as long. */
async function newAccount(
  { email, organizationName }: OpenInvitation,
  { fullName, password }: Acceptance,
): Promise<{ readonly fullName: string; readonly passwordHash: string }> {
  if (fullName === undefined || password === undefined) {
    throw invalid(
      'account_needed',
      'There is no account with this e-mail yet; send a name and a password to make one.',
      {
        fields: [
          ...(fullName === undefined ? [{ field: 'fullName', message: 'is required' }] : []),
          ...(password === undefined ? [{ field: 'password', message: 'is required' }] : []),
        ],
      },
    )
  }
  await assertUncommonPassword(password, [email, fullName, organizationName])
  return { fullName, passwordHash: await hashPassword(password) }
}

/**
 * Makes whoever holds the mailed link a member, once, by the e-mail the invitation went to. Without an account they get one,
 * whose e-mail is verified by the link. An account that exists only joins: the link alone signs nobody in.
 * @throws invalid `token_invalid`, `account_needed`, `password_too_common`; conflict `seats_taken`
 */
export async function acceptInvitation(platform: PlatformDatabase, acceptance: Acceptance): Promise<Joined> {
  const found = await findOpenInvitation(platform.asSystem, acceptance.token)
  const account = found.userId === null ? await newAccount(found, acceptance) : undefined
  return platform.transaction(async (query) => {
    await query(`select set_config('app.organization_id', $1, true)`, [found.organizationId])
    await query('select from platform.organizations where id = $1 for no key update', [found.organizationId])
    // Whoever was first has closed it.
    const invitation = await findOpenInvitation(query, acceptance.token)
    const userId = invitation.userId ?? (await insertUser(query, invitation, account))
    await query(`select set_config('app.actor_id', $1, true)`, [userId])
    await query('update platform.invitations set accepted_at = now() where id = $1', [invitation.id])
    await query(
      `insert into platform.memberships (organization_id, user_id, role) values ($1, $2, $3) on conflict do nothing`,
      [invitation.organizationId, userId, invitation.role],
    )
    await assertSeat(query, invitation.organizationId)
    return {
      organization: { id: invitation.organizationId, name: invitation.organizationName },
      userId,
      isNew: invitation.userId === null,
    }
  })
}

async function insertUser(
  query: PlatformQuery,
  { email }: OpenInvitation,
  account: { readonly fullName: string; readonly passwordHash: string } | undefined,
): Promise<string> {
  const [user] = await query<{ id: string }>(
    `insert into platform.users (email, full_name, password_hash, email_verified_at) values ($1, $2, $3, now()) returning id`,
    [email, account?.fullName, account?.passwordHash],
  )
  if (user === undefined) throw new Error('The account was not written')
  return user.id
}
