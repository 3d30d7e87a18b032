import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { Interval } from './interval.ts'
import { sweepParked } from './parking.ts'

export interface MaintenanceOptions {
  readonly platform: PlatformDatabase
  readonly log: HostLogger
  readonly wake: () => void
}

const SWEEP_MS = 10_000
const CLEAN_MS = 3_600_000
const KEEP_FINISHED = '1 day'
const KEEP_PROGRESS = '30 days'

/** Keeps the queues' surroundings in order: parked work whose module is on again, and rows nobody needs. */
export class Maintenance {
  readonly #sweep: Interval
  readonly #clean: Interval

  constructor({ platform, log, wake }: MaintenanceOptions) {
    this.#sweep = new Interval(
      guarded(log, async () => {
        if ((await sweepParked(platform)) > 0) wake()
      }),
      SWEEP_MS,
    )
    this.#clean = new Interval(
      guarded(log, () => removeOld(platform)),
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

async function removeOld(platform: PlatformDatabase): Promise<void> {
  await platform.asSystem(
    `delete from pgboss.job j using platform.job_queues q
     where j.name = q.queue and j.state = 'completed' and j.completed_on < now() - $1::interval`,
    [KEEP_FINISHED],
  )
  await platform.asSystem('delete from platform.job_progress where updated_at < now() - $1::interval', [
    KEEP_PROGRESS,
  ])
}
