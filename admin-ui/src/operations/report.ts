import type { Job } from '../jobs/job.ts'
import type { Singleton } from '../jobs/singletons.tsx'

/** What waits, runs or has given up in one queue. */
export interface QueueReport {
  readonly queue: string
  readonly plugin: string
  readonly waiting: number
  readonly running: number
  readonly dead: number
  readonly parked: number
  /** For how long the oldest job that could run has waited. */
  readonly lagSeconds: number
}

/** How far a subscriber is behind the events that it hears. */
export interface SubscriberReport {
  readonly subscriber: string
  readonly event: string
  readonly waiting: number
  readonly parked: number
  readonly dead: number
  readonly lagSeconds: number
}

interface OfOrganization {
  readonly organizationId: string
  /** Null when the organization is gone. */
  readonly organizationName: string | null
}

export interface OrganizationJob extends Job, OfOrganization {}

/** An event of the log, with its place in the chain of what led to what. */
export interface LoggedEvent extends OfOrganization {
  readonly id: string
  readonly name: string
  readonly plugin: string
  readonly occurredAt: string
  readonly correlationId: string
  readonly causationId: string | null
  readonly depth: number
}

/** A service that runs without an end, on one host at a time. */
export interface ServiceReport extends Singleton, OfOrganization {
  readonly token: string
}
