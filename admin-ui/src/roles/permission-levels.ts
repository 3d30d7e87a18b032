/** How far a grant reaches: `none`, `read:own`, `read`, `write:own`, `write`. */
export type Level = string

const belongsTo = (permission: string, resource: string): boolean =>
  permission.startsWith(`${resource}.`) && !permission.slice(resource.length + 1).includes('.')

/** What a list of permissions grants on a resource; to write is to read. */
export function levelOf(permissions: readonly string[], resource: string): Level {
  const granted = permissions
    .filter((permission) => belongsTo(permission, resource))
    .map((permission) => permission.slice(resource.length + 1))
  return ['write', 'write:own', 'read', 'read:own'].find((level) => granted.includes(level)) ?? 'none'
}

export function withLevel(permissions: readonly string[], resource: string, level: Level): readonly string[] {
  const others = permissions.filter((permission) => !belongsTo(permission, resource))
  return level === 'none' ? others : [...others, `${resource}.${level}`]
}

/** The levels that can be chosen for a resource, the least first. */
export function levelsOf(
  { actions, own }: { readonly actions: readonly string[]; readonly own: boolean },
  limited: boolean,
): readonly Level[] {
  return ['none', ...actions.flatMap((action) => (own && limited ? [`${action}:own`, action] : [action]))]
}
