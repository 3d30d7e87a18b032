import { invalid } from '@wasla/sdk'
import { z } from 'zod'
import type { Registry } from '../kernel/registry.ts'
import type { Gate } from '../tenancy/gate.ts'

export interface EventType {
  readonly name: string
  readonly module: string
  readonly version: number
  /** JSON Schema of the payload. */
  readonly schema: Record<string, unknown>
}

export interface EventTypeSource {
  readonly registry: Registry
  readonly gate: Gate
}

export const ALL_EVENTS = '*'

/** What an organization's endpoints can be told of: all events of the modules it has switched on. */
export async function listEventTypes(
  { registry, gate }: EventTypeSource,
  organizationId: string,
): Promise<EventType[]> {
  const { ids } = await gate.activeModules(organizationId)
  return registry.plugins
    .filter(({ id }) => ids.has(id))
    .flatMap(({ id, definition }) =>
      (definition.events ?? []).map(({ name, version, payload }) => ({
        name,
        module: id,
        version,
        schema: z.toJSONSchema(payload, { unrepresentable: 'any' }),
      })),
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** @throws invalid `event_type_unknown` */
export async function assertEventTypes(
  source: EventTypeSource,
  organizationId: string,
  events: readonly string[],
): Promise<void> {
  const { ids } = await source.gate.activeModules(organizationId)
  const known = new Set(
    source.registry.plugins
      .filter(({ id }) => ids.has(id))
      .flatMap(({ definition }) => (definition.events ?? []).map(({ name }) => name)),
  )
  const unknown = events.filter((name) => name !== ALL_EVENTS && !known.has(name))
  if (unknown.length === 0) return
  throw invalid(
    'event_type_unknown',
    `No active module announces ${unknown.map((name) => `"${name}"`).join(', ')}; GET /webhooks/event-types lists what there is.`,
    {
      fields: [{ field: 'events', message: 'names an event that no active module announces' }],
    },
  )
}
