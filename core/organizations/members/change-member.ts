import { invalid } from '@wasla/sdk'
import type { Access } from '../../access/access.ts'
import { assertMayGiveRole } from '../../access/roles/assert-may-grant.ts'
import { requireRole } from '../../access/roles/known-role.ts'
import type { Actor } from '../../contexts/actor.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { changeBy, changeOrganization } from '../organization-change.ts'
import type { Member, MemberChanges } from './member.schema.ts'
import { assertMayDecide } from './may-decide.ts'
import { assertOwnerRemains } from './owners.ts'
import { readMember } from './read-members.ts'
import { assertSeat } from './seats.ts'

export interface MemberDependencies {
  readonly platform: PlatformDatabase
  readonly access: Access
}

/**
 * Gives a member another role, suspends them, or lets them in again; a trigger tells all hosts.
 * @throws not-found `member_not_found`; forbidden `owners_only`, `grant_exceeds_own`
 * @throws conflict `last_owner`, `seats_taken`; invalid `role_unknown`, `not_yourself`
 */
export function changeMember(
  { platform, access }: MemberDependencies,
  actor: Actor,
  userId: string,
  { role, status }: MemberChanges,
): Promise<Member> {
  const { organizationId } = actor
  return changeOrganization(platform, changeBy(actor), async (query) => {
    const member = await readMember(query, organizationId, userId)
    if (status === 'suspended' && userId === actor.principal.id) {
      throw invalid('not_yourself', 'You cannot suspend yourself; ask another administrator.')
    }
    await assertMayDecide(query, access, actor, member.role)
    if (role !== undefined && role !== member.role) {
      assertMayGiveRole(actor, role, await requireRole(query, organizationId, role), access.roles.catalog)
    }
    await query(
      `update platform.memberships set role = coalesce($3, role), status = coalesce($4, status)
       where organization_id = $1 and user_id = $2`,
      [organizationId, userId, role ?? null, status ?? null],
    )
    if (member.role === 'owner') await assertOwnerRemains(query, organizationId)
    if (status === 'active' && member.status !== 'active') await assertSeat(query, organizationId)
    return readMember(query, organizationId, userId)
  })
}
