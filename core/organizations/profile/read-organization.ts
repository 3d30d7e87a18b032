import { notFound } from '@wasla/sdk'
import type { PlatformDatabase, PlatformQuery } from '../../database/data-access.ts'
import type { MyOrganization, Organization } from './organization.schema.ts'

/** @throws not-found `organization_not_found` */
export async function readOrganization(query: PlatformQuery, organizationId: string): Promise<Organization> {
  const [organization] = await query<Organization>(
    `select id, name, slug, status, default_language as "defaultLanguage", time_zone as "timeZone", branding,
       tax_id as "taxId", billing_email as "billingEmail", seat_limit as "seatLimit", created_at as "createdAt",
       delete_after as "deleteAfter", version
     from platform.organizations where id = $1`,
    [organizationId],
  )
  if (organization !== undefined) return organization
  throw notFound('organization_not_found', 'There is no such organization.')
}

/** The organizations a person belongs to, those they joined first before the others. */
export function listMyOrganizations(
  platform: PlatformDatabase,
  userId: string,
  current: string,
): Promise<MyOrganization[]> {
  return platform.asSystem<MyOrganization>(
    `select o.id, o.name, o.slug, m.role, o.id = $2 as current,
       case when o.status = 'active' and m.status = 'active' then 'active' else 'suspended' end as status
     from platform.memberships m join platform.organizations o on o.id = m.organization_id
     where m.user_id = $1 order by m.created_at, o.id`,
    [userId, current],
  )
}
