import { postSecurityNotice } from '../../notifications/security-notices.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import { hashPassword } from '../password.ts'
import type { Session } from '../session.ts'
import { revokeSessionsOf } from '../sessions/end-sessions.ts'
import { confirmIdentity } from './confirm-identity.ts'
import { assertUncommonPassword, wordsAbout } from './password-policy.ts'

/** Sets another password, and ends all other sessions: one of them may be why. */
export async function changePassword(
  dependencies: AccountDependencies,
  session: Session,
  { currentPassword, password }: { readonly currentPassword?: string; readonly password: string },
): Promise<void> {
  const person = await confirmIdentity(dependencies, session, currentPassword)
  await assertUncommonPassword(password, await wordsAbout(dependencies.platform, person.id))
  const passwordHash = await hashPassword(password)
  await dependencies.platform.transaction(async (query) => {
    await query('update platform.users set password_hash = $2, password_changed_at = now() where id = $1', [
      person.id,
      passwordHash,
    ])
    await query(`delete from platform.account_tokens where user_id = $1 and purpose <> 'verify-email'`, [
      person.id,
    ])
    await revokeSessionsOf(query, person.id, session.sessionId)
    await postSecurityNotice(query, person, 'password-changed')
  })
}
