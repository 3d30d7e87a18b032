import { setImmediate } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { isDelivery, type ClaimedJob } from './envelope.ts'
import { describeFailure } from './failure.ts'
import type { QueueTask } from './task.ts'

interface Finished {
  readonly task: QueueTask
  readonly job: ClaimedJob
  readonly settled: () => void
  readonly failed: (error: unknown) => void
}

export interface SettlerOptions {
  readonly boss: PgBoss
  readonly platform: PlatformDatabase
  readonly log: HostLogger
}

/** Writes down what came of runs. Completions are gathered while the statement before is under way. */
export class Settler {
  readonly #boss: PgBoss
  readonly #platform: PlatformDatabase
  readonly #log: HostLogger
  #waiting: Finished[] = []
  #busy = false

  constructor({ boss, platform, log }: SettlerOptions) {
    this.#boss = boss
    this.#platform = platform
    this.#log = log
  }

  async complete(task: QueueTask, job: ClaimedJob, output: unknown): Promise<void> {
    if (output !== undefined && output !== null) {
      const kept = typeof output === 'object' ? output : { value: output }
      await this.#boss.complete(task.queue, { id: job.id, retryCount: job.retryCount }, kept)
      return
    }
    await new Promise<void>((settled, failed) => {
      this.#waiting.push({ task, job, settled, failed })
      if (!this.#busy) void this.#flush()
    })
  }

  /** Lets the queue's retry policy decide what comes next; the reason is kept with the job. */
  async fail(task: QueueTask, job: ClaimedJob, error: unknown): Promise<void> {
    const attempt = { id: job.id, retryCount: job.retryCount }
    await this.#boss.fail(task.queue, attempt, describeFailure(error, job.retryCount + 1))
  }

  /** Puts a job aside for good, however many attempts it had left. */
  async bury(task: QueueTask, job: ClaimedJob, error: unknown): Promise<void> {
    await this.#platform.asSystem(
      `update pgboss.job set retry_limit = retry_count
       where name = $1 and id = $2 and state = 'active' and retry_count = $3`,
      [task.queue, job.id, job.retryCount],
    )
    await this.fail(task, job, error)
  }

  /** Gives a job back without counting the attempt. */
  async putBack(task: QueueTask, job: ClaimedJob, seconds: number): Promise<void> {
    await this.#platform.asSystem('select platform.put_back_job($1, $2, $3, $4)', [
      task.queue,
      job.id,
      job.retryCount,
      seconds,
    ])
  }

  async #flush(): Promise<void> {
    this.#busy = true
    // Those that finish in the same moment go together.
    await setImmediate()
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      try {
        await this.#completeAll(batch)
        for (const { settled } of batch) settled()
      } catch (error) {
        this.#log.error(
          { err: error, jobs: batch.length },
          'finished jobs could not be marked as finished and will come again',
        )
        for (const { failed } of batch) failed(error)
      }
      await setImmediate()
    }
    this.#busy = false
  }

  async #completeAll(finished: readonly Finished[]): Promise<void> {
    // Only deliveries have an effect to record.
    const subscribers = finished.map(({ task, job }) => (isDelivery(job) ? (task.subscriber ?? null) : null))
    await this.#platform.asSystem('select platform.complete_jobs($1, $2, $3, $4, $5, $6)', [
      finished.map(({ job }) => job.queue),
      finished.map(({ job }) => job.id),
      finished.map(({ job }) => job.retryCount),
      subscribers,
      finished.map(({ job }) => job.envelope.eventId ?? null),
      finished.map(({ job }) => job.envelope.organizationId),
    ])
  }

  #take(): Finished[] {
    const batch = this.#waiting
    this.#waiting = []
    return batch
  }
}
