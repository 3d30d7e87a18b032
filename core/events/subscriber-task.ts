import type { SubscriberDefinition } from '@wasla/sdk'
import { isDelivery, type ClaimedJob, type Delivery } from '../jobs/envelope.ts'
import type { TaskDependencies } from '../jobs/job-task.ts'
import { DEFAULT_RETRY_LIMIT, DEFAULT_TIME_LIMIT } from '../jobs/registry-entries.ts'
import type { Obstacle } from '../jobs/obstacle.ts'
import { UndeliverableError, type QueueTask } from '../jobs/task.ts'
import { decodeEvent } from './decode-event.ts'
import { deliveryObstacle } from './delivery-obstacle.ts'
import { RecentEvents } from './recent-events.ts'

/** Many, since a claim takes them in batches; organizations take turns anyway. */
const PER_ORGANIZATION = 100
/** How long a delivery waits before it looks again, by the state of the one before it. */
const SECONDS_BEHIND: Readonly<Record<string, number>> = { failed: 30, retry: 0.5 }
const SECONDS_BEHIND_OTHERS = 0.1

/** Delivers events to a subscriber: at least once, with what it writes happening once, in order where the event has one. */
export function createSubscriberTask(
  plugin: string,
  subscriber: SubscriberDefinition,
  { contexts, platform }: TaskDependencies,
): QueueTask {
  const { name, event: definition, handle } = subscriber
  const handled = new RecentEvents()

  /**
   * How many seconds a delivery waits for the one before it. A dead one holds up its aggregate until it is redriven,
   * since whoever asked for order must not see a gap.
   */
  async function secondsToWait(delivery: Delivery, seen: Obstacle | undefined): Promise<number | undefined> {
    if (seen?.kind !== 'awaits' || handled.has(seen.eventId)) return undefined
    const now = await deliveryObstacle(platform, name, delivery)
    if (now?.kind !== 'awaits') return undefined
    return SECONDS_BEHIND[now.state] ?? SECONDS_BEHIND_OTHERS
  }

  return {
    queue: name,
    plugin,
    perOrganization: PER_ORGANIZATION,
    timeLimit: DEFAULT_TIME_LIMIT,
    retryLimit: subscriber.retry?.limit ?? DEFAULT_RETRY_LIMIT,
    subscriber: name,
    serialKey: ({ envelope }) =>
      envelope.event?.aggregate == null
        ? undefined
        : `${name} ${envelope.organizationId} ${envelope.event.aggregate}`,
    run: async (job, scope, obstacle) => {
      const delivery = requireDelivery(name, job)
      const wait = await secondsToWait(delivery, obstacle)
      if (wait !== undefined) return { done: false, laterBySeconds: wait }
      const { envelope, retryCount } = delivery
      const { eventId, event } = envelope
      const payload = decodeEvent(definition, event.version, envelope.payload)
      const context = contexts.system(
        plugin,
        { ...scope, request: { ...scope.request, causationId: eventId, depth: envelope.depth + 1 } },
        { effect: { subscriber: name, eventId } },
      )
      await handle(context, {
        id: eventId,
        name: event.name,
        payload,
        occurredAt: new Date(event.occurredAt),
        organizationId: envelope.organizationId,
        correlationId: envelope.correlationId,
        causationId: envelope.causationId,
        attempt: retryCount + 1,
      })
      if (event.aggregate !== null) handled.add(eventId)
      return { done: true }
    },
  }
}

function requireDelivery(subscriber: string, job: ClaimedJob): Delivery {
  if (isDelivery(job)) return job
  throw new UndeliverableError(
    'delivery_without_event',
    `This job in the queue of subscriber "${subscriber}" carries no event, so it was put aside: enqueue jobs under a job's name, not under a subscriber's.`,
  )
}
