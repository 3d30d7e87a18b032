import { invalid } from '@wasla/sdk'
import type { PlatformQuery } from '../../database/data-access.ts'
import { builtInRole } from '../built-in-roles.ts'

/**
 * The permissions of a custom role, which stays until the transaction ends; `null` for a built-in one.
 * @throws invalid `role_unknown`
 */
export async function requireRole(
  query: PlatformQuery,
  organizationId: string,
  key: string,
): Promise<readonly string[] | null> {
  if (builtInRole(key) !== undefined) return null
  const [role] = await query<{ permissions: string[] }>(
    'select permissions from platform.roles where organization_id = $1 and key = $2 for key share',
    [organizationId, key],
  )
  if (role !== undefined) return role.permissions
  throw invalid('role_unknown', 'There is no such role in this organization; choose one from /roles.', {
    fields: [{ field: 'role', message: 'is no role of this organization' }],
  })
}
