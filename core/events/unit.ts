import type { EnqueueOptions, EventDefinition, JobDefinition, PayloadOf } from '@wasla/sdk'

/** An event as it goes into the log. */
export interface UnitEvent {
  readonly name: string
  readonly version: number
  readonly payload: unknown
  readonly aggregate?: string | null
  readonly aggregateVersion?: number | null
}

export interface UnitJob {
  /** Given when the same request must never become two jobs. */
  readonly id?: string
  readonly queue: string
  readonly payload: unknown
  /** Seconds from now, or a moment, as text in ISO 8601. */
  readonly startAfter?: number | string | Date | null
  readonly priority?: number
  /** The moment for which a schedule asks for it, in ISO 8601. */
  readonly scheduledFor?: string
  readonly key?: string | null
}

export interface UnitMeter {
  readonly meter: string
  readonly quantity: number
  readonly key: string
}

export interface UnitNotification {
  readonly kind: string
  readonly recipients: unknown
  readonly payload: unknown
}

/** All that a unit of work announces, and in whose name. */
export interface Unit {
  readonly organizationId: string
  readonly pluginId: string
  readonly actorId: string | null
  readonly requestId: string
  readonly correlationId: string
  readonly causationId: string | null
  readonly depth: number
  /** Under which trace it ends, where it is traced. */
  readonly traceparent?: string | null
  readonly events: readonly UnitEvent[]
  readonly jobs: readonly UnitJob[]
  readonly meters: readonly UnitMeter[]
  readonly notifications?: readonly UnitNotification[]
}

/** What became of it, in the order of the unit. */
export interface UnitOutcome {
  readonly events: readonly { readonly id: string; readonly name: string }[]
  /** `id` is null when another transaction enqueued a job of the same key at the same time. */
  readonly jobs: readonly { readonly queue: string; readonly id: string | null }[]
  /** The queues in which something new waits; those of an event's subscribers are the relay's to tell. */
  readonly queues: readonly string[]
}

/** Writes a unit's jobs, as the login role inside its transaction; answers `jobs` and `queues`. */
export const ENQUEUE_JOBS = 'select platform.enqueue_jobs($1::jsonb) as enqueued'

/** Checks an event's payload and finds its place in the order of its aggregate. @throws ZodError */
export function unitEvent<Event extends EventDefinition>(event: Event, payload: PayloadOf<Event>): UnitEvent {
  const parsed = event.payload.parse(payload)
  const place = event.order?.(parsed)
  return {
    name: event.name,
    version: event.version,
    payload: parsed,
    ...(place && { aggregate: place.aggregate, aggregateVersion: place.version }),
  }
}

/** Checks a job's payload. @throws ZodError */
export function unitJob<Payload>(
  job: JobDefinition<Payload>,
  payload: Payload,
  options: EnqueueOptions = {},
): UnitJob {
  const { after, priority, key } = options
  return {
    queue: job.name,
    payload: job.payload.parse(payload),
    startAfter: after instanceof Date ? after.toISOString() : after,
    priority,
    key,
  }
}
