import type { PlatformDatabase } from '../database/data-access.ts'
import type { Delivery } from '../jobs/envelope.ts'
import { toObstacle, type Obstacle, type ObstacleColumns } from '../jobs/obstacle.ts'

/**
 * What stands between a delivery and its subscriber now. The log tells: an aggregate's versions are written one after
 * the other, so whoever sees a version sees all before it.
 */
export async function deliveryObstacle(
  platform: PlatformDatabase,
  subscriber: string,
  { queue, envelope: { organizationId, eventId, event } }: Delivery,
): Promise<Obstacle | undefined> {
  const [row] = await platform.asSystem<ObstacleColumns>(
    'select done, awaits, awaited_state from platform.delivery_obstacles($1, $2, $3, $4, $5, $6, $7)',
    [
      subscriber,
      queue,
      [organizationId],
      [eventId],
      [event.name],
      [event.aggregate],
      [event.aggregateVersion],
    ],
  )
  return row && toObstacle(row)
}
