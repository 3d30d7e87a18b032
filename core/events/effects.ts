import type { PlatformDatabase } from '../database/data-access.ts'
import type { Delivery } from '../jobs/envelope.ts'

/** The jobs whose event this subscriber has dealt with: a second delivery, or a crash before completion. */
export async function findEffects(
  platform: PlatformDatabase,
  subscriber: string,
  deliveries: readonly Delivery[],
): Promise<Set<string>> {
  const rows = await platform.asSystem<{ event_id: string }>(
    'select event_id from platform.subscriber_effects where subscriber = $1 and event_id = any ($2::uuid[])',
    [subscriber, deliveries.map(({ envelope }) => envelope.eventId)],
  )
  const events = new Set(rows.map((row) => row.event_id))
  return new Set(deliveries.filter(({ envelope }) => events.has(envelope.eventId)).map(({ id }) => id))
}

/** Records effects of handlers that wrote nothing; those that wrote have recorded theirs in their own transaction. */
export async function recordEffects(
  platform: PlatformDatabase,
  subscriber: string,
  deliveries: readonly Delivery[],
): Promise<void> {
  await platform.asSystem(
    `insert into platform.subscriber_effects (subscriber, event_id, organization_id)
     select $1, e.event_id, e.organization_id
     from unnest($2::uuid[], $3::uuid[]) as e (event_id, organization_id)
     order by e.event_id
     on conflict do nothing`,
    [
      subscriber,
      deliveries.map(({ envelope }) => envelope.eventId),
      deliveries.map(({ envelope }) => envelope.organizationId),
    ],
  )
}
