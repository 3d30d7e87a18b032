import type { Manifest } from '@wasla/sdk'
import type { Permissions } from '../contexts/actor.ts'

type Level = 'read' | 'write'

interface RoleGrants {
  /** By module, or `platform.resource`. */
  readonly named: Readonly<Record<string, Level>>
  /** In modules that no role names. */
  readonly others: Level
}

const GRANTS: Readonly<Record<string, RoleGrants>> = {
  manager: {
    named: {
      crm: 'write',
      ticketing: 'write',
      whatsapp: 'write',
      campaigns: 'write',
      billing: 'read',
      'platform.users': 'read',
      'platform.settings': 'read',
      'platform.modules': 'read',
    },
    others: 'write',
  },
  agent: {
    named: { crm: 'read', ticketing: 'write', whatsapp: 'write', 'platform.modules': 'read' },
    others: 'read',
  },
  member: {
    named: { crm: 'read', ticketing: 'read', whatsapp: 'read', 'platform.modules': 'read' },
    others: 'read',
  },
}

/** Modules about which the roles say something: where a role does not name one of these, it grants nothing there. */
const NAMED = new Set(Object.values(GRANTS).flatMap(({ named }) => Object.keys(named)))

const EVERYTHING: Permissions = { has: () => true }

const upTo = (resource: string, level: Level | undefined): string[] =>
  level === undefined
    ? []
    : level === 'write'
      ? [`${resource}.read`, `${resource}.write`]
      : [`${resource}.read`]

/** What a role may do with the modules of this host. To write implies to read. */
export function permissionsOf(role: string, manifests: ReadonlyMap<string, Manifest>): Permissions {
  if (role === 'owner' || role === 'admin') return EVERYTHING
  const grants = GRANTS[role]
  if (grants === undefined) return new Set<string>()
  const ofPlatform = Object.entries(grants.named).filter(([name]) => name.startsWith('platform.'))
  const ofModules = [...manifests.values()].flatMap(({ id, permissions }) => {
    const level = NAMED.has(id) ? grants.named[id] : grants.others
    return permissions.flatMap(({ resource }) => upTo(`${id}.${resource}`, level))
  })
  return new Set([...ofPlatform.flatMap(([resource, level]) => upTo(resource, level)), ...ofModules])
}

/** The same, remembered by role until the manifests change. */
export function rememberPermissions(
  manifests: () => ReadonlyMap<string, Manifest>,
): (role: string) => Permissions {
  const known = new Map<string, { readonly permissions: Permissions; readonly size: number }>()
  return (role) => {
    const present = manifests()
    const remembered = known.get(role)
    // Manifests are only ever added, while the host starts.
    if (remembered?.size === present.size) return remembered.permissions
    const permissions = permissionsOf(role, present)
    known.set(role, { permissions, size: present.size })
    return permissions
  }
}
