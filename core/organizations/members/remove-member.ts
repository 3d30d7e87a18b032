import type { Actor } from '../../contexts/actor.ts'
import { changeBy, changeOrganization } from '../organization-change.ts'
import type { MemberDependencies } from './change-member.ts'
import { assertMayDecide } from './may-decide.ts'
import { assertOwnerRemains } from './owners.ts'
import { readMember } from './read-members.ts'

/**
 * Takes a member out of the organization, or lets the actor leave it; their account stays. A trigger ends their sessions there.
 * @throws not-found `member_not_found`; forbidden `owners_only`; conflict `last_owner`
 */
export async function removeMember(
  { platform, access }: MemberDependencies,
  actor: Actor,
  userId: string,
): Promise<void> {
  const { organizationId } = actor
  await changeOrganization(platform, changeBy(actor), async (query) => {
    const { role } = await readMember(query, organizationId, userId)
    if (userId !== actor.principal.id) await assertMayDecide(query, access, actor, role)
    await query('delete from platform.memberships where organization_id = $1 and user_id = $2', [
      organizationId,
      userId,
    ])
    if (role === 'owner') await assertOwnerRemains(query, organizationId)
    await query(
      'update platform.sessions set revoked_at = now() where organization_id = $1 and user_id = $2 and revoked_at is null',
      [organizationId, userId],
    )
  })
}
