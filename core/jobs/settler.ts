import type { PgBoss } from 'pg-boss'
import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { isDelivery, type ClaimedJob } from './envelope.ts'
import { describeFailure } from './failure.ts'
import type { QueueTask } from './task.ts'

interface Finished {
  readonly job: ClaimedJob
  readonly settled: () => void
  readonly failed: (error: unknown) => void
}

export interface SettlerOptions {
  readonly boss: PgBoss
  readonly platform: PlatformDatabase
  readonly log: HostLogger
}

/** Writes down what came of runs. Completions are gathered per queue while the statement before is under way. */
export class Settler {
  readonly #boss: PgBoss
  readonly #platform: PlatformDatabase
  readonly #log: HostLogger
  readonly #waiting = new Map<string, Finished[]>()
  readonly #busy = new Set<string>()

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
      const finished = { job, settled, failed }
      const waiting = this.#waiting.get(task.queue)
      if (waiting === undefined) this.#waiting.set(task.queue, [finished])
      else waiting.push(finished)
      if (!this.#busy.has(task.queue)) void this.#flush(task)
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

  async #flush(task: QueueTask): Promise<void> {
    this.#busy.add(task.queue)
    for (let batch = this.#take(task.queue); batch.length > 0; batch = this.#take(task.queue)) {
      try {
        await this.#completeAll(
          task,
          batch.map(({ job }) => job),
        )
        for (const { settled } of batch) settled()
      } catch (error) {
        this.#log.error(
          { err: error, queue: task.queue, jobs: batch.length },
          'finished jobs could not be marked as finished and will come again',
        )
        for (const { failed } of batch) failed(error)
      }
    }
    this.#busy.delete(task.queue)
  }

  async #completeAll({ queue, subscriber }: QueueTask, jobs: readonly ClaimedJob[]): Promise<void> {
    const deliveries = subscriber === undefined ? [] : jobs.filter(isDelivery)
    await this.#platform.asSystem('select platform.complete_jobs($1, $2, $3, $4, $5, $6)', [
      queue,
      jobs.map(({ id }) => id),
      jobs.map(({ retryCount }) => retryCount),
      subscriber ?? null,
      deliveries.map(({ envelope }) => envelope.eventId),
      deliveries.map(({ envelope }) => envelope.organizationId),
    ])
  }

  #take(queue: string): Finished[] {
    const batch = this.#waiting.get(queue) ?? []
    this.#waiting.delete(queue)
    return batch
  }
}
