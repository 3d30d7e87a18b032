/** What `platform.enqueue_jobs` and `platform.write_deliveries` write as a job's data. */
export interface JobEnvelope {
  readonly organizationId: string
  /** The plugin that does the work. */
  readonly plugin: string
  readonly payload: unknown
  readonly correlationId: string
  /** The event that led to the unit of work which asked for this. */
  readonly causationId: string | null
  /** How many events stood before that unit of work. */
  readonly depth: number
  readonly actorId: string | null
  /** Under which trace it was asked for, in W3C's form, where it was traced. */
  readonly traceparent?: string | null
  /** The moment for which a schedule asked for it. */
  readonly scheduledFor?: string
  /** The delivery of an event to a subscriber has these two, a job has neither. */
  readonly eventId?: string
  readonly event?: EventFacts
}

export interface EventFacts {
  readonly name: string
  /** The version its payload was written with. */
  readonly version: number
  readonly occurredAt: string
  readonly aggregate: string | null
  readonly aggregateVersion: number | null
}

/** A job as a worker holds it: `retryCount` names the attempt and fences every later statement about it. */
export interface ClaimedJob {
  readonly id: string
  readonly queue: string
  readonly retryCount: number
  readonly envelope: JobEnvelope
}

/** An event on its way to a subscriber. */
export interface Delivery extends ClaimedJob {
  readonly envelope: JobEnvelope & { readonly eventId: string; readonly event: EventFacts }
}

export function isDelivery(job: ClaimedJob): job is Delivery {
  return job.envelope.eventId !== undefined && job.envelope.event !== undefined
}
