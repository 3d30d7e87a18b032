import { notFound } from '@wasla/sdk'
import type { PlatformQuery } from '../../database/data-access.ts'
import type { Role } from '../access.schema.ts'
import { builtInRoles, grantsOf } from '../built-in-roles.ts'
import { grantText } from '../grant.ts'
import type { Resource } from '../permission-catalog.ts'

interface CustomRole {
  readonly key: string
  readonly name: string
  readonly description: string | null
  readonly permissions: string[]
  readonly version: number
}

/** The built-in roles, then the organization's own. */
export async function listRoles(
  query: PlatformQuery,
  organizationId: string,
  catalog: readonly Resource[],
): Promise<Role[]> {
  const counts = await query<{ role: string; members: number }>(
    'select role, count(*)::int as members from platform.memberships where organization_id = $1 group by role',
    [organizationId],
  )
  const members = new Map(counts.map((count) => [count.role, count.members]))
  const custom = await query<CustomRole>(
    'select key, name, description, permissions, version from platform.roles where organization_id = $1 order by name, key',
    [organizationId],
  )
  return [
    ...builtInRoles.map((role) => ({
      key: role.key,
      name: role.title,
      description: null,
      builtIn: true,
      permissions: grantsOf(role, catalog).map(grantText),
      members: members.get(role.key) ?? 0,
      version: null,
    })),
    ...custom.map(({ name, ...role }) => ({
      ...role,
      name: { en: name, ar: name },
      builtIn: false,
      members: members.get(role.key) ?? 0,
    })),
  ]
}

/** @throws not-found `role_not_found` */
export async function readRole(
  query: PlatformQuery,
  organizationId: string,
  key: string,
  catalog: readonly Resource[],
): Promise<Role> {
  const role = (await listRoles(query, organizationId, catalog)).find((known) => known.key === key)
  if (role !== undefined) return role
  throw notFound('role_not_found', 'There is no such role in this organization.')
}
