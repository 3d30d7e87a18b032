import { invalid } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { tellOwners } from '../../notifications/security-notices.ts'
import { assertOwner } from '../members/owners.ts'
import { changeBy, changeOrganization } from '../organization-change.ts'
import type { Organization } from '../profile/organization.schema.ts'
import { readOrganization } from '../profile/read-organization.ts'

/** How long an owner can change their mind. */
const GRACE_DAYS = 30

/**
 * Has the organization deleted when the time of grace is over; until then it works as ever.
 * @throws forbidden `owners_only`; invalid `name_not_confirmed`
 */
export async function scheduleDeletion(
  platform: PlatformDatabase,
  actor: Actor,
  confirmation: string,
): Promise<Organization> {
  assertOwner(actor)
  const { organizationId, principal } = actor
  return changeOrganization(platform, changeBy(actor), async (query) => {
    const { name } = await readOrganization(query, organizationId)
    if (confirmation !== name) {
      throw invalid(
        'name_not_confirmed',
        'Everything in the organization will be deleted; send its name to confirm that.',
        {
          fields: [{ field: 'confirmation', message: "is not the organization's name" }],
        },
      )
    }
    const [scheduled] = await query<{ on: string }>(
      `update platform.organizations
       set delete_after = coalesce(delete_after, now() + make_interval(days => $2)), deletion_requested_by = $3 where id = $1
       returning to_char(delete_after, 'YYYY-MM-DD') as on`,
      [organizationId, GRACE_DAYS, principal.id],
    )
    await tellOwners(query, organizationId, 'deletion-scheduled', { on: scheduled?.on ?? '' })
    return readOrganization(query, organizationId)
  })
}

/** @throws forbidden `owners_only` */
export async function cancelDeletion(platform: PlatformDatabase, actor: Actor): Promise<Organization> {
  assertOwner(actor)
  return changeOrganization(platform, changeBy(actor), async (query) => {
    await query(
      'update platform.organizations set delete_after = null, deletion_requested_by = null where id = $1',
      [actor.organizationId],
    )
    return readOrganization(query, actor.organizationId)
  })
}
