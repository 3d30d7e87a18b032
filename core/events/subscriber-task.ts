import type { SubscriberDefinition } from '@wasla/sdk'
import { isDelivery, type ClaimedJob, type Delivery } from '../jobs/envelope.ts'
import type { TaskDependencies } from '../jobs/job-task.ts'
import { UndeliverableError, type QueueTask } from '../jobs/task.ts'
import { decodeEvent } from './decode-event.ts'
import { findEffects, recordEffects } from './effects.ts'
import { secondsToWait } from './event-order.ts'

const PER_ORGANIZATION = 20
const TIME_LIMIT = 300

/** Delivers events to a subscriber: at least once, with what it writes happening once, in order where the event has one. */
export function createSubscriberTask(
  plugin: string,
  subscriber: SubscriberDefinition,
  { contexts, platform }: TaskDependencies,
): QueueTask {
  const { name, event: definition, handle } = subscriber
  return {
    queue: name,
    plugin,
    perOrganization: PER_ORGANIZATION,
    timeLimit: TIME_LIMIT,
    serialKey: ({ envelope }) =>
      envelope.event?.aggregate == null
        ? undefined
        : `${name} ${envelope.organizationId} ${envelope.event.aggregate}`,
    alreadyDone: (jobs) => findEffects(platform, name, jobs.filter(isDelivery)),
    beforeComplete: (jobs) => recordEffects(platform, name, jobs.filter(isDelivery)),
    run: async (job, scope) => {
      const { id, retryCount, envelope } = requireDelivery(name, job)
      const wait = await secondsToWait(platform, name, { id, queue: name, retryCount, envelope })
      if (wait !== undefined) return { done: false, laterBySeconds: wait }
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
