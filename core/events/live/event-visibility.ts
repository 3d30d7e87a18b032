import type { Permissions } from '../../contexts/actor.ts'
import type { Registry } from '../../kernel/registry.ts'

/** The permission a member must hold to be told of an event; undefined when nobody is told. */
export type PermissionOf = (plugin: string, event: string) => string | undefined

/**
 * The permission the event names, or that of reading its subject: `crm.customers.read` for `crm.customer.created`,
 * if the manifest declares it.
 */
export function eventPermissions(registry: Registry): PermissionOf {
  const known = new Map<string, string | undefined>()
  return (plugin, event) => {
    if (!known.has(event)) known.set(event, find(registry, plugin, event))
    return known.get(event)
  }
}

function find(registry: Registry, plugin: string, event: string): string | undefined {
  const definition = registry.plugin(plugin)?.definition.events?.find(({ name }) => name === event)
  if (definition?.readPermission !== undefined) return definition.readPermission
  const subject = event.slice(plugin.length + 1).split('.')[0] ?? ''
  const resource = registry.manifests
    .get(plugin)
    ?.permissions.find((one) => pluralsOf(subject).includes(one.resource) && one.actions.includes('read'))
  return resource && `${plugin}.${resource.resource}.read`
}

function pluralsOf(subject: string): string[] {
  return [subject, `${subject}s`, `${subject}es`, subject.replace(/y$/, 'ies')]
}

/** Whose record it is, only the database tells: who sees only their own learns no ids, and reads again. */
export function seesOnlyOwn({ ownOnly }: Permissions, permission: string): boolean {
  return ownOnly?.includes(` ${permission.replace(/\.[^.]*$/, '')} `) === true
}

/** The ids in an event's payload, and the version: enough to know what to read again, and no more. */
export function idsOf(payload: unknown): Record<string, string | number> {
  if (typeof payload !== 'object' || payload === null) return {}
  return Object.fromEntries(
    Object.entries(payload).filter(
      ([key, value]) =>
        (/^id$|Id$/.test(key) && (typeof value === 'string' || typeof value === 'number')) ||
        (key === 'version' && typeof value === 'number'),
    ),
  )
}
