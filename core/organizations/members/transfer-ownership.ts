import { invalid } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { tellOwners } from '../../notifications/security-notices.ts'
import { changeBy, changeOrganization } from '../organization-change.ts'
import type { Member } from './member.schema.ts'
import { assertOwner } from './owners.ts'
import { readMember } from './read-members.ts'

/**
 * Makes another active member an owner in the actor's place, who stays as an administrator.
 * @throws forbidden `owners_only`; not-found `member_not_found`; invalid `not_active`, `not_yourself`
 */
export async function transferOwnership(
  platform: PlatformDatabase,
  actor: Actor,
  userId: string,
): Promise<Member> {
  assertOwner(actor)
  const { organizationId, principal } = actor
  if (userId === principal.id)
    throw invalid('not_yourself', 'You own the organization already; name somebody else.')
  return changeOrganization(platform, changeBy(actor), async (query) => {
    const { status, fullName } = await readMember(query, organizationId, userId)
    if (status !== 'active')
      throw invalid('not_active', 'A suspended member cannot own the organization; let them in again first.')
    await tellOwners(query, organizationId, 'ownership-transferred', { to: fullName })
    await query(
      `update platform.memberships set role = case when user_id = $2 then 'owner' else 'admin' end
       where organization_id = $1 and user_id in ($2, $3)`,
      [organizationId, userId, principal.id],
    )
    return readMember(query, organizationId, userId)
  })
}
