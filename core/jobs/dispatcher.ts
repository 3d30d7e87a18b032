import { setImmediate, setTimeout as delay } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { ClaimedJob, JobEnvelope } from './envelope.ts'
import type { Runner } from './runner.ts'
import { RunningJobs } from './running-jobs.ts'
import type { QueueTask } from './task.ts'

export interface DispatcherOptions {
  readonly boss: PgBoss
  readonly platform: PlatformDatabase
  readonly runner: Runner
  readonly tasks: ReadonlyMap<string, QueueTask>
  /** Whether this host can do such jobs now; those it cannot do wait in the queue, for it or another. */
  readonly serves: (task: QueueTask) => boolean
  /** How many jobs run at once on this host. */
  readonly concurrency: number
  readonly log: HostLogger
  readonly pollMs?: number
}

const POLL_MS = 1000
const HEARTBEAT_MS = 5000
/** For work to hear that it must stop, and for what is left of it to be given back. */
const GIVE_BACK_MS = 3000
/** Looking past one organization's backlog reads all of it, so it is done no more often than this. */
const LOOK_PAST_MS = 200
/** A fetch costs much and a job in it little, so a little room waits for more. */
const GATHER_MS = 10
/** While some queues are busy, the others are asked after no more often than this. */
const ASK_MS = 50

/**
 * Fetches jobs while there is room and hands them to the runner. Organizations take turns: after a batch the
 * next fetch leaves out those that just got one, so a backlog of one cannot hide another's single job.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #running: RunningJobs
  readonly #lookedPast = new Map<string, number>()
  readonly #drain = new AbortController()
  #stopping = false
  #woken = false
  #rouse: (() => void) | undefined
  #loop: Promise<void> | undefined
  #heartbeat: NodeJS.Timeout | undefined
  #turn = 0
  readonly #busyQueues = new Set<string>()
  #askedAt = 0
  #gathering: NodeJS.Timeout | undefined

  constructor(options: DispatcherOptions) {
    this.#options = options
    this.#running = new RunningJobs(options.concurrency)
  }

  get running(): number {
    return this.#running.size
  }

  start(): void {
    this.#loop = this.#work()
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS)
  }

  /** Something may wait: look now instead of at the next poll. */
  wake(): void {
    this.#woken = true
    this.#rouse?.()
  }

  /** Fetches nothing more, lets what runs finish, and gives back what has not after the limit. */
  async stop(limitMs: number): Promise<void> {
    this.#stopping = true
    this.wake()
    // Not for ever: the connection may have gone silent.
    await Promise.race([this.#loop, delay(GIVE_BACK_MS, undefined, { ref: false })])
    await this.#running.settled(limitMs)
    this.#drain.abort()
    await this.#running.settled(GIVE_BACK_MS)
    clearInterval(this.#heartbeat)
    clearTimeout(this.#gathering)
  }

  async #work(): Promise<void> {
    while (!this.#stopping) {
      this.#woken = false
      try {
        await this.#pass()
      } catch (error) {
        this.#options.log.warn({ err: error }, 'jobs could not be fetched; trying again at the next poll')
        this.#woken = false
      }
      await this.#rest()
    }
  }

  /** Until somebody calls, or the next poll. */
  async #rest(): Promise<void> {
    if (this.#woken || this.#stopping) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#options.pollMs ?? POLL_MS)
      this.#rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#rouse = undefined
  }

  async #pass(): Promise<void> {
    // Jobs that finish together make room together.
    await setImmediate()
    if (this.#running.free <= 0) return
    const ready = await this.#queuesToServe()
    this.#turn += 1
    for (let index = 0; index < ready.length && !this.#stopping; index += 1) {
      const task = this.#options.tasks.get(ready[(index + this.#turn) % ready.length] ?? '')
      if (task !== undefined && this.#options.serves(task)) await this.#serve(task)
    }
  }

  /** All that have something due; in between, and without asking, those that had something at the last fetch. */
  async #queuesToServe(): Promise<string[]> {
    const now = performance.now()
    if (this.#busyQueues.size > 0 && now - this.#askedAt < ASK_MS) return [...this.#busyQueues]
    this.#askedAt = now
    return this.#readyQueues()
  }

  async #readyQueues(): Promise<string[]> {
    const rows = await this.#options.platform.asSystem<{ queue: string }>(
      `select q.queue from unnest($1::text[]) as q (queue)
       where exists (
         select from pgboss.job j
         where j.name = q.queue and j.state < 'active' and not j.blocked and j.start_after <= pgboss.job_now())`,
      [[...this.#options.tasks.values()].filter(this.#options.serves).map(({ queue }) => queue)],
    )
    return rows.map(({ queue }) => queue)
  }

  async #serve(task: QueueTask): Promise<void> {
    const leaveOut = this.#running.crowdedOrganizations()
    for (let round = 0; !this.#stopping; round += 1) {
      const room = this.#running.roomFor(task.queue)
      if (room <= 0) return
      const jobs = await this.#fetch(task, room, leaveOut)
      if (round === 0) this.#noteBusy(task, jobs.length > 0)
      if (jobs.length === 0) return
      this.#begin(task, jobs)
      const now = performance.now()
      if (round === 0 && now - (this.#lookedPast.get(task.queue) ?? 0) < LOOK_PAST_MS) {
        if (jobs.length === room) this.#woken = true
        return
      }
      this.#lookedPast.set(task.queue, now)
      leaveOut.push(...new Set(jobs.map(({ envelope }) => envelope.organizationId)))
    }
  }

  async #fetch(task: QueueTask, room: number, leaveOut: readonly string[]): Promise<ClaimedJob[]> {
    const jobs = await this.#options.boss.fetch<JobEnvelope>(task.queue, {
      batchSize: room,
      groupConcurrency: task.perOrganization,
      ignoreGroups: [...leaveOut],
    })
    return jobs.map(({ id, data, retryCount }) => ({ id, queue: task.queue, retryCount, envelope: data }))
  }

  #noteBusy(task: QueueTask, busy: boolean): void {
    if (busy) {
      this.#busyQueues.add(task.queue)
    } else if (this.#busyQueues.delete(task.queue) && this.#busyQueues.size === 0) {
      // Others may have waited behind the busy ones.
      this.#askedAt = 0
      this.#woken = true
    }
  }

  #begin(task: QueueTask, jobs: readonly ClaimedJob[]): void {
    const inOrder = jobs.toSorted(
      (a, b) => (a.envelope.event?.aggregateVersion ?? 0) - (b.envelope.event?.aggregateVersion ?? 0),
    )
    for (const job of inOrder) this.#running.add(job)
    void this.#runAll(task, inOrder)
  }

  async #runAll(task: QueueTask, jobs: readonly ClaimedJob[]): Promise<void> {
    // What cannot be asked is found out by the handler's own unit of work.
    const done = await task.alreadyDone(jobs).catch(() => new Set<string>())
    for (const job of jobs) {
      void this.#options.runner.run(task, job, done.has(job.id), this.#drain.signal).finally(() => {
        this.#running.remove(job)
        this.#roomMade()
      })
    }
  }

  #roomMade(): void {
    if (this.#running.free * 2 >= this.#options.concurrency) this.wake()
    else
      this.#gathering ??= setTimeout(() => {
        this.#gathering = undefined
        this.wake()
      }, GATHER_MS)
  }

  async #beat(): Promise<void> {
    for (const [queue, jobs] of this.#running.byQueue()) {
      await this.#options.boss
        .touch(
          queue,
          jobs.map(({ id, retryCount }) => ({ id, retryCount })),
        )
        .catch((error: unknown) =>
          this.#options.log.warn({ err: error, queue }, 'the heartbeat of running jobs could not be written'),
        )
    }
  }
}
