import type { Permissions } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { compileAddressList, type AddressCheck } from './address-list.ts'
import { NOTHING } from './granted-permissions.ts'
import type { RolePermissions } from './role-permissions.ts'

/** What an organization itself says about who may do what in it. */
export interface OrganizationAccess {
  readonly suspended: boolean
  readonly language: 'ar' | 'en'
  /** `null` when members may come from everywhere. */
  readonly allows: AddressCheck | null
  permissionsOf(role: string): Permissions
}

interface Row {
  readonly status: string
  readonly default_language: 'ar' | 'en'
  readonly allowed_addresses: string[]
  readonly roles: Record<string, string[]>
}

/** Reads it: one query, whatever the organization has. */
export async function readOrganizationAccess(
  platform: PlatformDatabase,
  roles: RolePermissions,
  organizationId: string,
): Promise<OrganizationAccess | null> {
  const [row] = await platform.asSystem<Row>(
    `select o.status, o.default_language, o.allowed_addresses::text[] as allowed_addresses,
       coalesce((select jsonb_object_agg(r.key, to_jsonb(r.permissions)) from platform.roles r where r.organization_id = o.id), '{}') as roles
     from platform.organizations o where o.id = $1`,
    [organizationId],
  )
  if (row === undefined) return null
  const custom = new Map(Object.entries(row.roles).map(([key, texts]) => [key, roles.granted(texts)]))
  return {
    suspended: row.status !== 'active',
    language: row.default_language,
    allows: compileAddressList(row.allowed_addresses),
    permissionsOf: (role) => roles.builtIn(role) ?? custom.get(role) ?? NOTHING,
  }
}
