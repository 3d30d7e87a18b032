import type { PlatformDatabase } from '../database/data-access.ts'
import type { Delivery } from '../jobs/envelope.ts'

const SECONDS_BEHIND_A_WAITING_ONE = 0.1
const SECONDS_BEHIND_A_DEAD_ONE = 30

/**
 * How many seconds a delivery waits for the event before it, of the same aggregate; undefined when it is its turn.
 * The log tells: an aggregate's versions are written one after the other, so whoever sees a version sees all before it.
 * A dead one holds up its aggregate until it is redriven, since whoever asked for order must not see a gap.
 */
export async function secondsToWait(
  platform: PlatformDatabase,
  subscriber: string,
  { queue, envelope }: Delivery,
): Promise<number | undefined> {
  const { aggregate, aggregateVersion, name } = envelope.event
  if (aggregate === null || aggregateVersion === null) return undefined
  const [awaited] = await platform.asSystem<{ state: string }>(
    'select state from platform.awaited_event($1, $2, $3, $4, $5, $6)',
    [envelope.organizationId, name, aggregate, aggregateVersion, subscriber, queue],
  )
  if (awaited === undefined) return undefined
  return awaited.state === 'failed' ? SECONDS_BEHIND_A_DEAD_ONE : SECONDS_BEHIND_A_WAITING_ONE
}
