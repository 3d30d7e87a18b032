import type { Actor } from '../../contexts/actor.ts'
import { forgotPassword } from '../../identity/accounts/forgot-password.ts'
import type { Mailer } from '../../mail/create-mailer.ts'
import { changeBy, changeOrganization } from '../organization-change.ts'
import type { MemberDependencies } from './change-member.ts'
import { assertMayDecide } from './may-decide.ts'
import { readMember } from './read-members.ts'

export interface PasswordResetDependencies extends MemberDependencies {
  readonly mailer: Mailer
  readonly origin: string
}

/**
 * Mails a member the link to choose a new password, as they could themselves. Whoever asks chooses nothing and sees nothing of it,
 * and the present password works until the member has chosen another.
 * @throws not-found `member_not_found`; forbidden `owners_only`, `grant_exceeds_own`
 */
export async function resetMemberPassword(
  dependencies: PasswordResetDependencies,
  actor: Actor,
  userId: string,
): Promise<void> {
  const { platform, access } = dependencies
  const email = await changeOrganization(platform, changeBy(actor), async (query) => {
    const member = await readMember(query, actor.organizationId, userId)
    await assertMayDecide(query, access, actor, member.role)
    return member.email
  })
  await forgotPassword(dependencies, email)
}
