import type { LoadedPlugin } from './module.ts'
import { checkPayloads } from './check-payloads.ts'
import { KernelError } from './kernel-error.ts'

/** What a name is claimed as; two plugins may not claim the same. */
type Claim = readonly [kind: string, name: string]

const QUEUE_NAME = /^[a-z][a-z0-9-]*\.[a-z0-9._-]+$/

/** Everything a plugin claims for itself by name, or by identity in the case of tables. */
function claimsOf({ definition }: LoadedPlugin): Claim[] {
  return [
    ...(definition.events ?? []).map((event): Claim => ['event', event.name]),
    ...(definition.subscribers ?? []).map((subscriber): Claim => ['subscriber', subscriber.name]),
    ...(definition.jobs ?? []).map((job): Claim => ['job', job.name]),
    ...(definition.schedules ?? []).map((schedule): Claim => ['schedule', schedule.name]),
    ...(definition.singletons ?? []).map((singleton): Claim => ['singleton', singleton.name]),
    ...(definition.hookPoints ?? []).map((point): Claim => ['hook point', point.name]),
    ...(definition.extensionPoints ?? []).map((point): Claim => ['extension point', point.name]),
    ...(definition.addresses ?? []).map((address): Claim => ['address kind', address.kind]),
    ...(definition.webhooks ?? []).map((webhook): Claim => ['webhook', webhook.name]),
    ...(definition.notifications ?? []).map((notification): Claim => ['notification', notification.name]),
    ...(definition.meters ?? []).map((meter): Claim => ['meter', meter.name]),
    ...Object.values(definition.services ?? {}).map((service): Claim => ['service', service.ref.id]),
  ]
}

/**
 * Checks what a plugin declares against itself and against the plugins before it.
 * @throws KernelError `name_foreign`, `name_taken`, `table_taken`, `source_undeclared`, `permission_undeclared`, `webhook_incomplete`, `settings_without_default` or `payload_not_json`
 */
export function checkSections(plugin: LoadedPlugin, earlier: readonly LoadedPlugin[]): void {
  for (const [kind, name] of claimsOf(plugin)) checkName(plugin, kind, name, earlier)
  checkTables(plugin, earlier)
  checkSources(plugin)
  checkPermissions(plugin, earlier)
  checkWebhooks(plugin)
  checkSettings(plugin)
  checkPayloads(plugin)
}

function checkName(plugin: LoadedPlugin, kind: string, name: string, earlier: readonly LoadedPlugin[]): void {
  const owner = earlier.find((other) =>
    claimsOf(other).some(([otherKind, otherName]) => otherKind === kind && otherName === name),
  )
  if (owner !== undefined) {
    throw new KernelError(
      'register',
      'name_taken',
      `"${plugin.id}" claims the ${kind} "${name}", which already belongs to "${owner.id}"; rename it in "${plugin.id}".`,
    )
  }
  if (!name.startsWith(`${plugin.id}.`) || !QUEUE_NAME.test(name)) {
    throw new KernelError(
      'register',
      'name_foreign',
      `The ${kind} "${name}" of "${plugin.id}" must be named "${plugin.id}.…" in lower case, with "." "-" "_" as the only signs; rename it.`,
    )
  }
  const own = claimsOf(plugin).filter(([otherKind, otherName]) => otherKind === kind && otherName === name)
  if (own.length > 1) {
    throw new KernelError(
      'register',
      'name_taken',
      `"${plugin.id}" declares the ${kind} "${name}" twice; remove one.`,
    )
  }
}

function checkTables(plugin: LoadedPlugin, earlier: readonly LoadedPlugin[]): void {
  for (const entity of plugin.definition.entities ?? []) {
    const owner = earlier.find((other) => other.definition.entities?.includes(entity))
    if (owner !== undefined) {
      throw new KernelError(
        'register',
        'table_taken',
        `"${plugin.id}" lists the table "${entity.tableName}" of "${owner.id}" among its entities; use a public service of "${owner.id}" instead.`,
      )
    }
  }
}

/** What a plugin listens to or adds to must be its own, the platform's, or of a plugin its manifest names. */
function checkSources({ id, manifest, definition }: LoadedPlugin): void {
  const declared = new Set([
    id,
    'platform',
    ...Object.keys(manifest.requires),
    ...Object.keys(manifest.optional),
  ])
  const sources: Claim[] = [
    ...(definition.subscribers ?? []).map((subscriber): Claim => ['event', subscriber.event.name]),
    ...(definition.hooks ?? []).map((hook): Claim => ['hook point', hook.point.name]),
    ...(definition.contributes ?? []).map(
      (contribution): Claim => ['extension point', contribution.point.name],
    ),
  ]
  for (const [kind, name] of sources) {
    const owner = name.split('.')[0] ?? ''
    if (!declared.has(owner)) {
      throw new KernelError(
        'register',
        'source_undeclared',
        `"${id}" uses the ${kind} "${name}", but its plugin.json names "${owner}" neither under requires nor under optional; add it there.`,
      )
    }
  }
}

/** Of routes and GraphQL it is checked where they are built. */
function checkPermissions(plugin: LoadedPlugin, earlier: readonly LoadedPlugin[]): void {
  for (const { name, readPermission } of plugin.definition.events ?? []) {
    if (readPermission === undefined || isDeclared(readPermission, [plugin, ...earlier])) continue
    throw new KernelError(
      'register',
      'permission_undeclared',
      `The event "${name}" of "${plugin.id}" is for those with the permission "${readPermission}", which no plugin.json declares, so nobody could be told; declare it under "permissions".`,
    )
  }
}

function checkWebhooks({ id, definition }: LoadedPlugin): void {
  for (const { name, address, event } of definition.webhooks ?? []) {
    const kinds = definition.addresses?.map(({ kind }) => kind) ?? []
    const events = definition.events?.map((own) => own.name) ?? []
    if (kinds.includes(address.kind) && events.includes(event.name)) continue
    throw new KernelError(
      'register',
      'webhook_incomplete',
      `The webhook "${name}" of "${id}" finds organizations by "${address.kind}" and emits "${event.name}", of which not both are the plugin's own; add them to its "addresses" and "events".`,
    )
  }
}

function isDeclared(permission: string, plugins: readonly LoadedPlugin[]): boolean {
  const [module, resource, action] = permission.split('.')
  if (module === 'platform') return true
  const declared = plugins
    .find(({ id }) => id === module)
    ?.manifest.permissions.find((known) => known.resource === resource)
  return declared?.actions.some((known) => known === action) === true
}

/** An organization that never opened the settings page must have settings all the same. */
function checkSettings({ id, definition }: LoadedPlugin): void {
  const parsed = definition.settings?.safeParse({})
  if (parsed === undefined || parsed.success) return
  const keys = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')
  throw new KernelError(
    'register',
    'settings_without_default',
    `The settings of "${id}" need a default for: ${keys}.`,
  )
}
