import type { Actor } from '../../contexts/actor.ts'
import { changeBy, changeOrganization } from '../organization-change.ts'
import type { MemberDependencies } from './change-member.ts'
import { assertMayDecide } from './may-decide.ts'
import { readMember } from './read-members.ts'

/**
 * Signs a member out of this organization on all their devices; elsewhere they stay signed in. A trigger tells all hosts.
 * @returns how many sessions ended
 * @throws not-found `member_not_found`; forbidden `owners_only`, `grant_exceeds_own`
 */
export function endMemberSessions(
  { platform, access }: MemberDependencies,
  actor: Actor,
  userId: string,
): Promise<number> {
  const { organizationId } = actor
  return changeOrganization(platform, changeBy(actor), async (query) => {
    const { role } = await readMember(query, organizationId, userId)
    await assertMayDecide(query, access, actor, role)
    const ended = await query(
      `update platform.sessions set revoked_at = now()
       where organization_id = $1 and user_id = $2 and revoked_at is null and expires_at > now() returning id`,
      [organizationId, userId],
    )
    return ended.length
  })
}
