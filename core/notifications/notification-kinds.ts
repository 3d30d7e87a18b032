import type { NotificationDefinition } from '@wasla/sdk'
import type { Registry } from '../kernel/registry.ts'
import type { ActiveModules } from '../tenancy/gate.ts'

/** A kind with the module it belongs to. */
export interface NotificationKind {
  readonly plugin: string
  readonly definition: NotificationDefinition
}

/** What an organization's members can be told of now. */
export function activeKinds(registry: Registry, active: ActiveModules): NotificationKind[] {
  return registry.plugins
    .filter(({ id }) => active.ids.has(id))
    .flatMap(({ id, definition }) =>
      (definition.notifications ?? []).map((notification) => ({ plugin: id, definition: notification })),
    )
}

export function defaultChannels({ channels = ['in-app', 'email'] }: NotificationDefinition) {
  return channels
}
