import type { PlatformDatabase } from '../database/data-access.ts'
import type { Delivery } from '../jobs/envelope.ts'
import type { Obstacle } from '../jobs/task.ts'

interface ObstacleRow {
  readonly event_id: string
  readonly done: boolean
  readonly awaits: string | null
  readonly awaited_state: string | null
}

/**
 * What stands between deliveries and their subscriber, by job id: an effect that was had already (a second delivery, or
 * a crash before completion), or the event before it of the same aggregate. The log tells: an aggregate's versions are
 * written one after the other, so whoever sees a version sees all before it.
 */
export async function deliveryObstacles(
  platform: PlatformDatabase,
  subscriber: string,
  deliveries: readonly Delivery[],
): Promise<Map<string, Obstacle>> {
  const [first] = deliveries
  if (first === undefined) return new Map()
  const rows = await platform.asSystem<ObstacleRow>(
    `select event_id, done, awaits, awaited_state
     from platform.delivery_obstacles($1, $2, $3, $4, $5, $6, $7) where done or awaits is not null`,
    [
      subscriber,
      first.queue,
      deliveries.map(({ envelope }) => envelope.organizationId),
      deliveries.map(({ envelope }) => envelope.eventId),
      deliveries.map(({ envelope }) => envelope.event.name),
      deliveries.map(({ envelope }) => envelope.event.aggregate),
      deliveries.map(({ envelope }) => envelope.event.aggregateVersion),
    ],
  )
  const byEvent = new Map(rows.map((row) => [row.event_id, toObstacle(row)]))
  return new Map(
    deliveries.flatMap(({ id, envelope }) => {
      const obstacle = byEvent.get(envelope.eventId)
      return obstacle === undefined ? [] : [[id, obstacle] as const]
    }),
  )
}

function toObstacle({ done, awaits, awaited_state }: ObstacleRow): Obstacle {
  if (done || awaits === null) return { kind: 'done' }
  return { kind: 'awaits', eventId: awaits, state: awaited_state ?? '' }
}
