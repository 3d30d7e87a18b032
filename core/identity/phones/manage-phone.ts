import { conflict } from '@wasla/sdk'
import type { PlatformQuery } from '../../database/data-access.ts'
import { postSecurityNotice } from '../../notifications/security-notices.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import { confirmIdentity } from '../accounts/confirm-identity.ts'
import { dropUnneededBackupCodes, replaceBackupCodes } from '../second-factor/backup-codes.ts'
import type { Session } from '../session.ts'
import { revokeSessionsOf } from '../sessions/end-sessions.ts'

interface PhoneChange {
  readonly secondFactor: boolean
  readonly currentPassword?: string
}

/**
 * Makes the phone a second factor, or no longer one. Other sessions end, as with every change of factors.
 * @returns backup codes, shown only here, when the account had no second factor before
 * @throws conflict `phone_missing`
 */
export async function changePhone(
  dependencies: AccountDependencies,
  session: Session,
  { secondFactor, currentPassword }: PhoneChange,
): Promise<string[] | undefined> {
  const person = await confirmIdentity(dependencies, session, currentPassword)
  return dependencies.platform.transaction(async (query) => {
    const [phone] = await query<{ before: boolean }>(
      'select second_factor as before from platform.phones where user_id = $1 for update',
      [person.id],
    )
    if (phone === undefined)
      throw conflict('phone_missing', 'The account has no phone; add one before it can protect the account.')
    if (phone.before === secondFactor) return undefined
    await query('update platform.phones set second_factor = $2 where user_id = $1', [person.id, secondFactor])
    await revokeSessionsOf(query, person.id, session.sessionId)
    await postSecurityNotice(query, person, secondFactor ? 'second-factor-added' : 'second-factor-removed')
    if (!secondFactor) {
      await dropUnneededBackupCodes(query, person.id)
      return undefined
    }
    await query('update platform.sessions set second_factor_at = now() where id = $1', [session.sessionId])
    return (await hasBackupCodes(query, person.id)) ? undefined : replaceBackupCodes(query, person.id)
  })
}

/** Forgets the phone; it protects the account no longer. */
export async function removePhone(
  dependencies: AccountDependencies,
  session: Session,
  currentPassword: string | undefined,
): Promise<void> {
  const person = await confirmIdentity(dependencies, session, currentPassword)
  await dependencies.platform.transaction(async (query) => {
    const [removed] = await query<{ secondFactor: boolean }>(
      'delete from platform.phones where user_id = $1 returning second_factor as "secondFactor"',
      [person.id],
    )
    if (removed === undefined) return
    await dropUnneededBackupCodes(query, person.id)
    if (removed.secondFactor) await revokeSessionsOf(query, person.id, session.sessionId)
    await postSecurityNotice(query, person, removed.secondFactor ? 'second-factor-removed' : 'phone-changed')
  })
}

async function hasBackupCodes(query: PlatformQuery, userId: string): Promise<boolean> {
  const found = await query('select 1 from platform.backup_codes where user_id = $1 limit 1', [userId])
  return found.length > 0
}
