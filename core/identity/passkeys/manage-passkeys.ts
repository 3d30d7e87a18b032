import { notFound } from '@wasla/sdk'
import type { z } from 'zod'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { confirmIdentity } from '../accounts/confirm-identity.ts'
import { postSecurityNotice } from '../../notifications/security-notices.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import type { Session } from '../session.ts'
import type { passkeyResource } from './passkey.schema.ts'

export function listPasskeys(
  platform: PlatformDatabase,
  userId: string,
): Promise<z.output<typeof passkeyResource>[]> {
  return platform.asSystem(
    `select id, name, backed_up as "backedUp", created_at as "createdAt", last_used_at as "lastUsedAt"
     from platform.passkeys where user_id = $1 order by created_at, id`,
    [userId],
  )
}

const unknownPasskey = () =>
  notFound('passkey_not_found', 'You have no such passkey; it may have been removed.')

/** @throws notFound `passkey_not_found` */
export async function renamePasskey(
  platform: PlatformDatabase,
  userId: string,
  id: string,
  name: string,
): Promise<void> {
  const [renamed] = await platform.asSystem(
    'update platform.passkeys set name = $3 where id = $1 and user_id = $2 returning id',
    [id, userId, name],
  )
  if (renamed === undefined) throw unknownPasskey()
}

/** @throws notFound `passkey_not_found` */
export async function removePasskey(
  dependencies: AccountDependencies,
  session: Session,
  { id, currentPassword }: { readonly id: string; readonly currentPassword?: string },
): Promise<void> {
  const person = await confirmIdentity(dependencies, session, currentPassword)
  await dependencies.platform.transaction(async (query) => {
    const [removed] = await query<{ name: string }>(
      'delete from platform.passkeys where id = $1 and user_id = $2 returning name',
      [id, person.id],
    )
    if (removed === undefined) throw unknownPasskey()
    await postSecurityNotice(query, person, 'passkey-removed', { name: removed.name })
  })
}
