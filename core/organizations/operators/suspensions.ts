import { notFound } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { changeOrganization, type OrganizationChange } from '../organization-change.ts'

/**
 * Suspends an organization, or ends that; a trigger tells all hosts, which then know its members and keys no more.
 * @throws not-found `organization_not_found`
 */
export async function suspendOrganization(
  platform: PlatformDatabase,
  change: OrganizationChange,
  reason: string | null,
): Promise<void> {
  await changeOrganization(platform, change, async (query) => {
    const changed = await query(
      `update platform.organizations set status = case when $2::text is null then 'active' else 'suspended' end, suspended_reason = $2
       where id = $1 returning id`,
      [change.organizationId, reason],
    )
    if (changed.length === 0) throw notFound('organization_not_found', 'There is no such organization.')
  })
}

/** How many active members an organization may have. @throws not-found `organization_not_found` */
export async function limitSeats(
  platform: PlatformDatabase,
  change: OrganizationChange,
  limit: number | null,
): Promise<void> {
  await changeOrganization(platform, change, async (query) => {
    const changed = await query(
      'update platform.organizations set seat_limit = $2 where id = $1 returning id',
      [change.organizationId, limit],
    )
    if (changed.length === 0) throw notFound('organization_not_found', 'There is no such organization.')
  })
}

/** Suspends a person everywhere, or ends that. @throws not-found `user_not_found` */
export async function suspendUser(
  platform: PlatformDatabase,
  userId: string,
  suspended: boolean,
): Promise<void> {
  const changed = await platform.asSystem(
    `update platform.users set suspended_at = case when $2 then coalesce(suspended_at, now()) end where id = $1 returning id`,
    [userId, suspended],
  )
  if (changed.length === 0) throw notFound('user_not_found', 'There is no such person.')
}
