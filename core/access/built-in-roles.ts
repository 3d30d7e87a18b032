import type { LocalizedText } from '@wasla/sdk'
import type { Grant } from './grant.ts'
import type { Resource } from './permission-catalog.ts'

type Level = 'read' | 'write' | 'write-own'

export interface BuiltInRole {
  readonly key: string
  readonly title: LocalizedText
  /** By module, or `platform.resource`; `everything` needs no list. */
  readonly levels: Readonly<Record<string, Level>> | 'everything'
  /** In modules that no role names. */
  readonly others?: Level
}

export const builtInRoles: readonly BuiltInRole[] = [
  { key: 'owner', title: { en: 'Owner', ar: 'مالك' }, levels: 'everything' },
  { key: 'admin', title: { en: 'Administrator', ar: 'مسؤول' }, levels: 'everything' },
  {
    key: 'manager',
    title: { en: 'Manager', ar: 'مدير' },
    levels: {
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
  {
    key: 'agent',
    title: { en: 'Agent', ar: 'موظف' },
    levels: { crm: 'read', ticketing: 'write-own', whatsapp: 'write-own', 'platform.modules': 'read' },
  },
  {
    key: 'member',
    title: { en: 'Member', ar: 'عضو' },
    levels: { crm: 'read', ticketing: 'read', whatsapp: 'read', 'platform.modules': 'read' },
    others: 'read',
  },
]

const byKey = new Map(builtInRoles.map((role) => [role.key, role]))

/** Modules about which the roles say something: where a role does not name one of these, it grants nothing there. */
const NAMED = new Set(
  builtInRoles.flatMap(({ levels }) => (levels === 'everything' ? [] : Object.keys(levels))),
)

export function builtInRole(key: string): BuiltInRole | undefined {
  return byKey.get(key)
}

/** What a built-in role may do with a resource; undefined is nothing. */
export function levelOf({ levels, others }: BuiltInRole, { name, module }: Resource): Level | undefined {
  if (levels === 'everything') return 'write'
  if (module === 'platform') return levels[name]
  return NAMED.has(module) ? levels[module] : others
}

/** The grants of a built-in role on everything there is. */
export function grantsOf(role: BuiltInRole, catalog: readonly Resource[]): Grant[] {
  return catalog.flatMap((resource): Grant[] => {
    const level = levelOf(role, resource)
    if (level === undefined) return []
    const own = level === 'write-own'
    // What cannot be limited to a member's own is not theirs at all.
    if (own && !resource.own) return []
    return [{ resource: resource.name, action: level === 'read' ? 'read' : 'write', own }]
  })
}
