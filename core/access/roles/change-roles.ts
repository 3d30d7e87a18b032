import { conflict, staleVersion } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { changeBy, changeOrganization } from '../../organizations/organization-change.ts'
import type { Access } from '../access.ts'
import type { NewRole, Role, RoleChanges } from '../access.schema.ts'
import { builtInRole } from '../built-in-roles.ts'
import { assertGrantable } from './assert-grantable.ts'
import { assertMayGrant } from './assert-may-grant.ts'
import { readRole } from './read-roles.ts'

export interface RoleDependencies {
  readonly platform: PlatformDatabase
  readonly access: Access
}

const keyTaken = () =>
  conflict('role_key_taken', 'A role with this key exists already; choose another key.', {
    fields: [{ field: 'key', message: 'is already taken' }],
  })

/** @throws conflict `role_key_taken`; invalid `permission_unknown`; forbidden `grant_exceeds_own` */
export async function createRole(
  { platform, access }: RoleDependencies,
  actor: Actor,
  { key, name, description, permissions }: NewRole,
): Promise<Role> {
  const { catalog } = access.roles
  assertGrantable(permissions, catalog)
  assertMayGrant(actor.permissions, permissions)
  if (builtInRole(key) !== undefined) throw keyTaken()
  const { organizationId } = actor
  return changeOrganization(platform, changeBy(actor), async (query) => {
    const created = await query(
      `insert into platform.roles (organization_id, key, name, description, permissions) values ($1, $2, $3, $4, $5)
       on conflict (organization_id, key) do nothing returning id`,
      [organizationId, key, name, description ?? null, permissions],
    )
    if (created.length === 0) throw keyTaken()
    return readRole(query, organizationId, key, catalog)
  })
}

/** @throws not-found `role_not_found`; conflict `role_built_in`, `stale_version`; otherwise as `createRole` */
export async function changeRole(
  { platform, access }: RoleDependencies,
  actor: Actor,
  key: string,
  { name, description, permissions }: RoleChanges,
  expectedVersion: number | undefined,
): Promise<Role> {
  const { catalog } = access.roles
  assertGrantable(permissions ?? [], catalog)
  const { organizationId } = actor
  return changeOrganization(platform, changeBy(actor), async (query) => {
    const role = await readRole(query, organizationId, key, catalog)
    assertCustom(role)
    // Taking away is deciding about it, too.
    assertMayGrant(actor.permissions, [...role.permissions, ...(permissions ?? [])])
    if (expectedVersion !== undefined && expectedVersion !== role.version) {
      throw staleVersion({ expected: expectedVersion, actual: role.version ?? undefined })
    }
    await query(
      `update platform.roles set name = coalesce($3, name), permissions = coalesce($4, permissions),
         description = case when $5 then $6 else description end
       where organization_id = $1 and key = $2`,
      [
        organizationId,
        key,
        name ?? null,
        permissions ?? null,
        description !== undefined,
        description ?? null,
      ],
    )
    return readRole(query, organizationId, key, catalog)
  })
}

/** @throws not-found `role_not_found`; conflict `role_built_in`, `role_in_use` */
export async function deleteRole(
  { platform, access }: RoleDependencies,
  actor: Actor,
  key: string,
): Promise<void> {
  const { organizationId } = actor
  await changeOrganization(platform, changeBy(actor), async (query) => {
    const role = await readRole(query, organizationId, key, access.roles.catalog)
    assertCustom(role)
    assertMayGrant(actor.permissions, role.permissions)
    const invited = await query(
      `select 1 from platform.invitations where organization_id = $1 and role = $2
         and accepted_at is null and revoked_at is null and expires_at > now() limit 1`,
      [organizationId, key],
    )
    if (role.members > 0 || invited.length > 0) {
      throw conflict(
        'role_in_use',
        'Members or invited people have this role, so it was kept; give them another one first.',
        { extra: { members: role.members } },
      )
    }
    await query('delete from platform.roles where organization_id = $1 and key = $2', [organizationId, key])
  })
}

function assertCustom({ builtIn }: Role): void {
  if (!builtIn) return
  throw conflict(
    'role_built_in',
    'This role is part of the platform and cannot be changed; make one of your own.',
  )
}
