import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { callBackFromFuture } from './future-jobs.ts'
import { Interval } from './interval.ts'
import { sweepParked } from './parking.ts'

export interface MaintenanceOptions {
  readonly platform: PlatformDatabase
  readonly log: HostLogger
  readonly wake: () => void
  /** How long the event log is kept. Default 400. */
  readonly eventLogDays?: number
}

const SWEEP_MS = 10_000
const CLEAN_MS = 3_600_000
const KEEP_FINISHED = '1 day'
const KEEP_PROGRESS = '30 days'
/** Longer than any provider sends a message again. */
const KEEP_RECEIVED = '90 days'
const KEEP_EVENTS_DAYS = 400
/** So that a host that never comes back to it has time to be noticed. */
const MONTHS_AHEAD = 3

/** Keeps the queues' surroundings in order: parked work whose module is on again, jobs made by a wrong clock, and rows nobody needs. */
export class Maintenance {
  readonly #sweep: Interval
  readonly #clean: Interval

  constructor({ platform, log, wake, eventLogDays = KEEP_EVENTS_DAYS }: MaintenanceOptions) {
    this.#sweep = new Interval(
      guarded(log, async () => {
        const early = await callBackFromFuture(platform)
        if (early > 0)
          log.warn(
            { early },
            'the clock of the database went back; jobs made while it was ahead are due as meant',
          )
        if ((await sweepParked(platform)) + early > 0) wake()
      }),
      SWEEP_MS,
    )
    this.#clean = new Interval(
      guarded(log, () => removeOld(platform, `${eventLogDays} days`)),
      CLEAN_MS,
    )
  }

  start(): void {
    this.#sweep.start()
    this.#clean.start()
  }

  async stop(): Promise<void> {
    await Promise.all([this.#sweep.stop(), this.#clean.stop()])
  }
}

function guarded(log: HostLogger, work: () => Promise<void>): () => Promise<void> {
  return () =>
    work().catch((error: unknown) =>
      log.warn({ err: error }, 'the maintenance of jobs failed and is tried again later'),
    )
}

async function removeOld(platform: PlatformDatabase, keepEvents: string): Promise<void> {
  await platform.asSystem('select platform.keep_event_log($1, $2::text::interval)', [
    MONTHS_AHEAD,
    keepEvents,
  ])
  // An event that is gone cannot come again, so nobody asks for its effects.
  await platform.asSystem('delete from platform.subscriber_effects where at < now() - $1::text::interval', [
    keepEvents,
  ])
  await platform.asSystem(
    `delete from pgboss.job j using platform.job_queues q
     where j.name = q.queue and j.state = 'completed' and j.completed_on < now() - $1::interval`,
    [KEEP_FINISHED],
  )
  await platform.asSystem('delete from platform.idempotency_keys where expires_at < now()')
  await platform.asSystem('delete from platform.received_messages where received_at < now() - $1::interval', [
    KEEP_RECEIVED,
  ])
  await platform.asSystem('delete from platform.job_progress where updated_at < now() - $1::interval', [
    KEEP_PROGRESS,
  ])
}
