import type { PgBoss } from 'pg-boss'
import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { ClaimedJob } from './envelope.ts'
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

  complete(task: QueueTask, job: ClaimedJob, output: unknown): Promise<void> {
    if (output !== undefined && output !== null) return this.#completeOne(task, job, output)
    return new Promise((settled, failed) => {
      const waiting = this.#waiting.get(task.queue) ?? []
      this.#waiting.set(task.queue, [...waiting, { job, settled, failed }])
      if (!this.#busy.has(task.queue)) void this.#flush(task)
    })
  }

  /** Lets the queue's retry policy decide what comes next; the reason is kept with the job. */
  async fail(task: QueueTask, job: ClaimedJob, error: unknown): Promise<void> {
    await this.#boss.fail(task.queue, attempt(job), describeFailure(error, job.retryCount + 1))
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

  async #completeOne(task: QueueTask, job: ClaimedJob, output: unknown): Promise<void> {
    await task.beforeComplete([job])
    await this.#boss.complete(
      task.queue,
      attempt(job),
      typeof output === 'object' && output !== null ? output : { value: output },
    )
  }

  async #flush(task: QueueTask): Promise<void> {
    this.#busy.add(task.queue)
    for (let batch = this.#take(task.queue); batch.length > 0; batch = this.#take(task.queue)) {
      const jobs = batch.map(({ job }) => job)
      try {
        await task.beforeComplete(jobs)
        await this.#boss.complete(task.queue, jobs.map(attempt))
        for (const { settled } of batch) settled()
      } catch (error) {
        this.#log.error(
          { err: error, queue: task.queue, jobs: jobs.length },
          'finished jobs could not be marked as finished and will come again',
        )
        for (const { failed } of batch) failed(error)
      }
    }
    this.#busy.delete(task.queue)
  }

  #take(queue: string): Finished[] {
    const batch = this.#waiting.get(queue) ?? []
    this.#waiting.delete(queue)
    return batch
  }
}

function attempt({ id, retryCount }: ClaimedJob): { id: string; retryCount: number } {
  return { id, retryCount }
}
