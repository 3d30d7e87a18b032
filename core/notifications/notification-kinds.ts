import type { NotificationChannel, NotificationDefinition } from '@wasla/sdk'
import type { Registry } from '../kernel/registry.ts'
import type { ActiveModules } from '../tenancy/gate.ts'

export type ChosenChannels = readonly NotificationChannel[]

/** A kind with the module it belongs to. */
export interface NotificationKind {
  readonly plugin: string
  readonly definition: NotificationDefinition
}

/** Where security notices arrive, whatever somebody prefers. */
export const SECURITY_CHANNELS: ChosenChannels = ['in-app', 'email', 'push']

const DEFAULT_CHANNELS: ChosenChannels = ['in-app', 'email', 'push']

/** What an organization's members can be told of now. */
export function activeKinds(registry: Registry, active: ActiveModules): NotificationKind[] {
  return registry.plugins
    .filter(({ id }) => active.ids.has(id))
    .flatMap(({ id, definition }) =>
      (definition.notifications ?? []).map((notification) => ({ plugin: id, definition: notification })),
    )
}

export function defaultChannels({ channels = DEFAULT_CHANNELS }: NotificationDefinition): ChosenChannels {
  return channels
}
