import type { EnqueueOptions, EventDefinition, JobDefinition, PayloadOf } from '@wasla/sdk'

/** An event as `platform.commit_unit` takes it. */
export interface UnitEvent {
  readonly name: string
  readonly version: number
  readonly payload: unknown
  readonly aggregate?: string
  readonly aggregateVersion?: number
}

export interface UnitJob {
  /** Given when the same request must never become two jobs. */
  readonly id?: string
  readonly queue: string
  readonly payload: unknown
  /** Seconds from now, or a moment in ISO 8601. */
  readonly startAfter?: number | string
  readonly priority?: number
  readonly key?: string
}

export interface UnitMeter {
  readonly meter: string
  readonly quantity: number
  readonly key: string
}

/** The claim of a request with an `Idempotency-Key`, and what its write returned. */
export interface UnitIdempotency {
  readonly principal: string
  readonly route: string
  readonly key: string
  readonly result: unknown
}

/** The argument of `platform.commit_unit`: all that a unit of work announces. */
export interface Unit {
  readonly organizationId: string
  readonly pluginId: string
  readonly actorId: string | null
  readonly requestId: string
  readonly correlationId: string
  readonly causationId: string | null
  readonly depth: number
  readonly events: readonly UnitEvent[]
  readonly jobs: readonly UnitJob[]
  readonly meters: readonly UnitMeter[]
  readonly idempotency?: UnitIdempotency
}

/** The answer of `platform.commit_unit`, in the order of the argument. */
export interface UnitOutcome {
  readonly events: readonly { readonly id: string; readonly name: string }[]
  /** `id` is null when another transaction enqueued a job of the same key at the same time. */
  readonly jobs: readonly { readonly queue: string; readonly id: string | null }[]
  /** The queues in which something new waits. */
  readonly queues: readonly string[]
}

/** The statement to run as the login role, inside the unit's transaction, after all plugin code. */
export const COMMIT_UNIT = 'select platform.commit_unit($1::jsonb) as committed'

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
