import { conflict, notFound } from '@wasla/sdk'
import type { z } from 'zod'
import type { PlatformDatabase, PlatformQuery } from '../../database/data-access.ts'
import { confirmIdentity } from '../accounts/confirm-identity.ts'
import { postSecurityNotice } from '../../notifications/security-notices.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import type { Session } from '../session.ts'
import type { ExternalIdentity, SignInProvider } from './provider.ts'
import type { identityResource } from './provider.schema.ts'

/** @returns the account that the identity belongs to: another one when it was linked before */
export async function insertIdentity(
  query: PlatformQuery,
  { key }: SignInProvider,
  { subject, email }: ExternalIdentity,
  userId: string,
): Promise<string> {
  const [linked] = await query<{ user_id: string }>(
    `insert into platform.external_identities as i (provider, subject, user_id, email, last_used_at)
     values ($1, $2, $3, $4, now())
     on conflict (provider, subject) do update set last_used_at = now() returning i.user_id`,
    [key, subject, userId, email ?? null],
  )
  if (linked === undefined) throw new Error('The identity was not written')
  return linked.user_id
}

/**
 * Links an identity to the account of somebody who is signed in, and asked for it.
 * @throws conflict `identity_taken`
 */
export async function linkIdentity(
  { platform }: Pick<AccountDependencies, 'platform'>,
  provider: SignInProvider,
  identity: ExternalIdentity,
  userId: string,
): Promise<void> {
  await platform.transaction(async (query) => {
    const owner = await insertIdentity(query, provider, identity, userId)
    if (owner !== userId) {
      throw conflict(
        'identity_taken',
        `This account of ${provider.name} signs in to another account here already.`,
      )
    }
    await postSecurityNotice(query, { id: userId }, 'identity-linked')
  })
}

export function listIdentities(
  platform: PlatformDatabase,
  userId: string,
): Promise<z.output<typeof identityResource>[]> {
  return platform.asSystem(
    `select i.provider, coalesce(p.name, initcap(i.provider)) as name, i.email, i.created_at as "createdAt",
            i.last_used_at as "lastUsedAt"
     from platform.external_identities i left join platform.sign_in_providers p on 'sso:' || p.id = i.provider
     where i.user_id = $1 order by i.created_at, i.provider`,
    [userId],
  )
}

/**
 * Takes an identity away.
 * @throws notFound `identity_not_found`
 * @throws conflict `last_way_in` when the person would have no other way to sign in
 */
export async function unlinkIdentity(
  dependencies: AccountDependencies,
  session: Session,
  { provider, currentPassword }: { readonly provider: string; readonly currentPassword?: string },
): Promise<void> {
  const person = await confirmIdentity(dependencies, session, currentPassword)
  const removed = await dependencies.platform.transaction(async (query) => {
    await query('select 1 from platform.users where id = $1 for update', [person.id])
    const rows = await query(
      'delete from platform.external_identities where user_id = $1 and provider = $2 returning subject',
      [person.id, provider],
    )
    const [ways] = await query<{ left: boolean }>(
      `select u.password_hash is not null or exists (select from platform.passkeys where user_id = u.id)
         or exists (select from platform.external_identities where user_id = u.id) as left
       from platform.users u where u.id = $1`,
      [person.id],
    )
    if (ways?.left !== true) {
      throw conflict(
        'last_way_in',
        'You could not sign in any more without it; set a password or add a passkey first.',
      )
    }
    if (rows.length > 0) await postSecurityNotice(query, person, 'identity-unlinked')
    return rows.length
  })
  if (removed === 0) throw notFound('identity_not_found', 'No such account is linked to yours.')
}
