import { conflict, invalid } from '@wasla/sdk'
import { confirmIdentity } from '../accounts/confirm-identity.ts'
import { postSecurityNotice } from '../../notifications/security-notices.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import type { Session } from '../session.ts'
import { revokeSessionsOf } from '../sessions/end-sessions.ts'
import { dropUnneededBackupCodes, replaceBackupCodes } from './backup-codes.ts'
import { createTotp, sealTotpSecret, useTotpCode, type TotpSetup } from './totp.ts'

/**
 * Begins with an authenticator app; it protects the account once its first code was given.
 * @throws conflict `totp_present`
 */
export async function beginTotp(
  dependencies: AccountDependencies,
  session: Session,
  currentPassword: string | undefined,
): Promise<TotpSetup> {
  const person = await confirmIdentity(dependencies, session, currentPassword)
  const setup = createTotp(person.email)
  const [written] = await dependencies.platform.asSystem(
    `insert into platform.totp_secrets as t (user_id, sealed_secret) values ($1, $2)
     on conflict (user_id) do update set sealed_secret = excluded.sealed_secret, created_at = now()
     where t.confirmed_at is null returning user_id`,
    [person.id, sealTotpSecret(dependencies.keyring, person.id, setup.secret)],
  )
  if (written !== undefined) return setup
  throw conflict('totp_present', 'An authenticator app protects this account already; remove it first.')
}

/**
 * The app's first code turns it on. Sessions that began without a second factor end.
 * @returns backup codes, shown only here
 * @throws invalid `second_factor_wrong`
 */
export async function confirmTotp(
  dependencies: AccountDependencies,
  session: Session,
  code: string,
): Promise<string[]> {
  const { platform, keyring, failures } = dependencies
  const userId = session.principal.id
  const attempt = { account: `second-factor:${userId}`, address: `session ${session.sessionId}` }
  await failures.begin(attempt)
  const codes = await platform.transaction(async (query) => {
    if (!(await useTotpCode(query, keyring, userId, code, false))) return undefined
    await query('update platform.sessions set second_factor_at = now() where id = $1', [session.sessionId])
    await revokeSessionsOf(query, userId, session.sessionId)
    await postSecurityNotice(query, { id: userId }, 'second-factor-added')
    return replaceBackupCodes(query, userId)
  })
  if (codes === undefined) {
    throw invalid(
      'second_factor_wrong',
      'The code is not right; check the clock of the device and enter the next one.',
      { fields: [{ field: 'code', message: 'is not right' }] },
    )
  }
  await failures.succeed(attempt)
  return codes
}

/** Takes the app away, its backup codes when nothing else needs them, and ends other sessions. */
export async function removeTotp(
  dependencies: AccountDependencies,
  session: Session,
  currentPassword: string | undefined,
): Promise<void> {
  const person = await confirmIdentity(dependencies, session, currentPassword)
  await dependencies.platform.transaction(async (query) => {
    const removed = await query('delete from platform.totp_secrets where user_id = $1 returning user_id', [
      person.id,
    ])
    if (removed.length === 0) return
    await dropUnneededBackupCodes(query, person.id)
    await revokeSessionsOf(query, person.id, session.sessionId)
    await postSecurityNotice(query, person, 'second-factor-removed')
  })
}

/**
 * New backup codes instead of those that are used up or lost.
 * @throws conflict `totp_missing`
 */
export async function renewBackupCodes(
  dependencies: AccountDependencies,
  session: Session,
  currentPassword: string | undefined,
): Promise<string[]> {
  const person = await confirmIdentity(dependencies, session, currentPassword)
  const codes = await dependencies.platform.transaction(async (query) => {
    const [protectedBy] = await query(
      `select 1 from platform.users u where id = $1 and (
         exists (select from platform.totp_secrets where user_id = u.id and confirmed_at is not null)
         or exists (select from platform.phones where user_id = u.id and second_factor)) for update`,
      [person.id],
    )
    if (protectedBy === undefined) return undefined
    await postSecurityNotice(query, person, 'backup-codes-created')
    return replaceBackupCodes(query, person.id)
  })
  if (codes === undefined)
    throw conflict(
      'totp_missing',
      'Backup codes stand in for an authenticator app or a phone; set one up first.',
    )
  return codes
}
