import { invalid } from '@wasla/sdk'
import type { PlatformQuery } from '../../database/data-access.ts'
import { postSecurityNotice } from '../../notifications/security-notices.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import { hashPassword } from '../password.ts'
import { revokeSessionsOf } from '../sessions/end-sessions.ts'
import { hashToken } from '../session-token.ts'
import { consumeAccountToken } from './account-token.ts'
import { assertUncommonPassword, wordsAbout } from './password-policy.ts'
import { readPerson } from './person.ts'

/**
 * What else may open an account whose address was never proven: somebody else could have registered it, and left themselves a
 * door before its owner came.
 */
async function closeOtherDoors(query: PlatformQuery, userId: string): Promise<void> {
  for (const table of ['passkeys', 'external_identities', 'totp_secrets', 'phones', 'backup_codes']) {
    await query(`delete from platform.${table} where user_id = $1`, [userId])
  }
}

/**
 * Sets a new password by the link that was mailed, and ends all sessions. The link proves the address, too.
 * @throws invalid `token_invalid`
 */
export async function resetPassword(
  dependencies: AccountDependencies,
  { token, password }: { readonly token: string; readonly password: string },
): Promise<void> {
  const { platform, failures } = dependencies
  const [owner] = await platform.asSystem<{ id: string }>(
    `select t.user_id as id from platform.account_tokens t
     where t.token_hash = $1 and t.purpose = 'reset-password' and t.expires_at > now()`,
    [hashToken(token)],
  )
  // Checked before the token is used up, so that a refused password can be tried again.
  if (owner !== undefined) await assertUncommonPassword(password, await wordsAbout(platform, owner.id))
  // A token that is no good is refused below; hashing for it would give strangers our processor.
  const passwordHash = owner === undefined ? '' : await hashPassword(password)
  const userId = await platform.transaction(async (query) => {
    const proof = await consumeAccountToken<{ email: string }>(query, 'reset-password', token)
    const [user] = await query<{ verified: boolean; email: string }>(
      `select email_verified_at is not null as verified, email from platform.users where id = $1 for update`,
      [proof.userId],
    )
    if (user === undefined || user.email !== proof.details.email) {
      throw invalid('token_invalid', 'The account has another e-mail address by now; ask for a new link.')
    }
    await query(
      `update platform.users set password_hash = $2, password_changed_at = now(),
         email_verified_at = coalesce(email_verified_at, now()) where id = $1`,
      [proof.userId, passwordHash],
    )
    if (!user.verified) await closeOtherDoors(query, proof.userId)
    await query('delete from platform.account_tokens where user_id = $1', [proof.userId])
    await query('delete from platform.email_changes where user_id = $1', [proof.userId])
    await revokeSessionsOf(query, proof.userId)
    await postSecurityNotice(query, { id: proof.userId }, 'password-changed')
    return proof.userId
  })
  const person = await readPerson(platform, userId)
  await failures.forgive(person.email)
}
