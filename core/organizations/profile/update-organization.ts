import { staleVersion } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { changeBy, changeOrganization } from '../organization-change.ts'
import type { Organization, OrganizationChanges } from './organization.schema.ts'
import { readOrganization } from './read-organization.ts'

const COLUMNS = {
  name: 'name',
  slug: 'slug',
  defaultLanguage: 'default_language',
  timeZone: 'time_zone',
  branding: 'branding',
  taxId: 'tax_id',
  billingEmail: 'billing_email',
} as const satisfies Record<keyof OrganizationChanges, string>

/** @throws conflict `stale_version`, `slug_taken` */
export function updateOrganization(
  platform: PlatformDatabase,
  actor: Actor,
  changes: OrganizationChanges,
  expectedVersion: number | undefined,
): Promise<Organization> {
  const { organizationId } = actor
  return changeOrganization(platform, changeBy(actor), async (query) => {
    const present = await readOrganization(query, organizationId)
    if (expectedVersion !== undefined && expectedVersion !== present.version) {
      throw staleVersion({ expected: expectedVersion, actual: present.version })
    }
    const given = Object.entries(changes).filter(([, value]) => value !== undefined)
    if (given.length === 0) return present
    const assignments = given.map(
      ([key], index) => `${COLUMNS[key as keyof OrganizationChanges]} = $${index + 2}`,
    )
    const values = given.map(([key, value]) => (key === 'branding' ? JSON.stringify(value) : value))
    await query(`update platform.organizations set ${assignments.join(', ')} where id = $1`, [
      organizationId,
      ...values,
    ])
    return readOrganization(query, organizationId)
  })
}
