import type { z } from 'zod'
import type { SystemContext } from '../context/context.ts'

export interface RetryPolicy {
  /** How often it is tried again before it is put aside as dead. Default 5. */
  readonly limit?: number
  /** Seconds before the first retry; doubles each time, with jitter. Default 2. */
  readonly delay?: number
}

/** The run of a job, seen from inside. */
export interface JobRun {
  readonly id: string
  /** From 1. */
  readonly attempt: number
  /** The moment for which a schedule asked for it, however late it runs; null for any other job. */
  readonly scheduledFor: Date | null
  /** Tells those who watch how far it is: 0 to 1, and a word about it. */
  progress(fraction: number, message?: string): Promise<void>
}

/** Work to be done later, outside the request. */
export interface JobDefinition<Payload = any> {
  /** Unique and stable, `plugin.verb-noun`; also the queue's name, so letters, digits, `.`, `-` and `_` only. */
  readonly name: string
  readonly payload: z.ZodType<Payload>
  readonly retry?: RetryPolicy
  /** Seconds a run may take. Default 300. */
  readonly timeLimit?: number
  /** How many of one organization run at once over all hosts. Default 2. */
  readonly perOrganization?: number
  readonly run: (ctx: SystemContext, payload: Payload, job: JobRun) => Promise<unknown>
}

export interface EnqueueOptions {
  /** Seconds from now, or a moment. */
  readonly after?: number | Date
  /** Higher runs first. Default 0. */
  readonly priority?: number
  /** At most one job of this key waits at a time. */
  readonly key?: string
}

/** @example export const importCustomers = defineJob({ name: 'crm.import-customers', payload: z.strictObject({ … }), run: … }) */
export function defineJob<Payload>(job: JobDefinition<Payload>): JobDefinition<Payload> {
  return job
}

/** A job that comes again by the clock, for every organization whose module is on. */
export interface ScheduleDefinition {
  readonly name: string
  readonly job: JobDefinition
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string
  /** The clock it goes by; `organization` is each organization's own time zone. Default `organization`. */
  readonly timeZone?: 'organization' | 'UTC'
  /**
   * What becomes of runs whose time passed while no worker was there. `skip`: only one that is less than five minutes
   * late still runs. `once`: one run makes up for all of them. `all`: each runs, up to `missedLimit`. Default `once`.
   */
  readonly missed?: 'skip' | 'once' | 'all'
  /** With `all`: how many at most, the latest ones. 1 to 1000, default 24. */
  readonly missedLimit?: number
  readonly payload: unknown
}

/** @example export const nightlyScores = defineSchedule({ name: 'crm.nightly-scores', job: recomputeScores, cron: '0 3 * * *', payload: {} }) */
export function defineSchedule<Payload>(
  schedule: Omit<ScheduleDefinition, 'job' | 'payload'> & {
    readonly job: JobDefinition<Payload>
    readonly payload: Payload
  },
): ScheduleDefinition {
  return schedule
}
