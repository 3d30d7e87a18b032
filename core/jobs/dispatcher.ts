import { setImmediate, setTimeout as delay } from 'node:timers/promises'
import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { BEGINNING, claimJobs, type Claim } from './claim.ts'
import { cancelled, draining } from './endings.ts'
import { beat } from './heartbeat.ts'
import type { Runner } from './runner.ts'
import { RunningJobs } from './running-jobs.ts'
import type { QueueTask } from './task.ts'

export interface DispatcherOptions {
  readonly platform: PlatformDatabase
  readonly runner: Runner
  readonly tasks: ReadonlyMap<string, QueueTask>
  /** Whether this host can do such jobs now; those it cannot do wait in the queue, for it or another. */
  readonly serves: (task: QueueTask) => boolean
  /** How many jobs this host holds at once. */
  readonly concurrency: number
  /** Told whose jobs begin and end. */
  readonly onWork?: (organizationId: string) => void
  readonly log: HostLogger
  readonly pollMs?: number
}

const POLL_MS = 1000
const HEARTBEAT_MS = 2000
/** For work to hear that it must stop, and for what is left of it to be given back. */
const GIVE_BACK_MS = 3000
/** A claim costs much and a job in it little, so a little room waits for more. */
const GATHER_MS = 10
/** Each with its own part of the room. */
const CLAIMS_AT_ONCE = 2
/** While some queues are busy, the others are asked after no more often than this. */
const ASK_MS = 50

/**
 * Claims jobs while there is room and hands them to the runner. Organizations take turns: each claim goes on behind
 * the organization at which the last one ended, so a backlog of one cannot hide another's single job.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #running: RunningJobs
  /** Per queue, the organization behind which the next claim begins. */
  readonly #places = new Map<string, string>()
  readonly #busyQueues = new Set<string>()
  #stopping = false
  #woken = false
  #rouse: (() => void) | undefined
  #loop: Promise<void> | undefined
  #heartbeat: NodeJS.Timeout | undefined
  #gathering: NodeJS.Timeout | undefined
  #turn = 0
  #askedAt = 0

  constructor(options: DispatcherOptions) {
    this.#options = options
    this.#running = new RunningJobs(options.concurrency)
  }

  get running(): number {
    return this.#running.size
  }

  start(): void {
    this.#loop = this.#work()
    const { platform, log } = this.#options
    this.#heartbeat = setInterval(() => void beat(platform, this.#running, log), HEARTBEAT_MS)
  }

  /** Something may wait: look now instead of at the next poll. @param queues where, when that is known */
  wake(queues: readonly string[] = []): void {
    for (const queue of queues) if (this.#options.tasks.has(queue)) this.#busyQueues.add(queue)
    this.#woken = true
    this.#rouse?.()
  }

  /** Somebody cancelled a job, which may run here. */
  cancel(jobId: string): void {
    this.#running.end(cancelled(), ({ id }) => id === jobId)
  }

  /** Claims nothing more, lets what runs finish, and gives back what has not after the limit. */
  async stop(limitMs: number): Promise<void> {
    this.#stopping = true
    this.wake()
    // Not for ever: the connection may have gone silent.
    await Promise.race([this.#loop, delay(GIVE_BACK_MS, undefined, { ref: false })])
    await this.#running.settled(limitMs)
    this.#running.end(draining())
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
    // Whoever had something at the last claim, or was just called, is served while all are asked.
    const [ready] = await Promise.all([this.#askAll(), this.#serveAll(this.#busyQueues)])
    await this.#serveAll(ready.filter((queue) => !this.#busyQueues.has(queue)))
  }

  /** In turns, so that none is always the last; while one claim is under way, another queue has its own. */
  async #serveAll(queues: Iterable<string>): Promise<void> {
    const ready = [...queues]
    this.#turn += 1
    let next = 0
    const serve = async (): Promise<void> => {
      for (let index = next++; index < ready.length && !this.#stopping; index = next++) {
        const queue = ready[(index + this.#turn) % ready.length] ?? ''
        const task = this.#options.tasks.get(queue)
        if (task !== undefined && this.#options.serves(task)) await this.#serve(task)
        else this.#noteBusy(queue, false)
      }
    }
    await Promise.all(Array.from({ length: CLAIMS_AT_ONCE }, serve))
  }

  /** The queues that have something due; while some are busy, none more often than need be. */
  async #askAll(): Promise<readonly string[]> {
    const now = performance.now()
    if (this.#busyQueues.size > 0 && now - this.#askedAt < ASK_MS) return []
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

  /** Goes through the organizations until there is no room or each has had its offer. */
  async #serve(task: QueueTask): Promise<void> {
    const { queue } = task
    const beganAt = this.#places.get(queue) ?? BEGINNING
    let wrapped = beganAt === BEGINNING
    let claimed = 0
    while (!this.#stopping) {
      const room = Math.min(
        this.#running.roomFor(queue),
        Math.ceil(this.#options.concurrency / CLAIMS_AT_ONCE),
      )
      if (room <= 0) break
      const after = this.#places.get(queue) ?? BEGINNING
      const leaveOut = this.#running.crowdedOrganizations()
      const giveUp = this.#running.reserve(queue, room)
      const claim = await claimJobs(this.#options.platform, task, room, after, leaveOut).finally(giveUp)
      const { jobs, next } = claim
      this.#places.set(queue, next)
      claimed += jobs.length
      this.#begin(task, claim)
      if (next !== BEGINNING && !(wrapped && next > beganAt && jobs.length === 0)) continue
      if (wrapped) break
      wrapped = true
    }
    this.#noteBusy(queue, claimed > 0)
    // Whoever had more than its part of the room is asked again.
    if (claimed > 0 && this.#running.roomFor(queue) > 0) this.#woken = true
  }

  #noteBusy(queue: string, busy: boolean): void {
    if (busy) {
      this.#busyQueues.add(queue)
    } else if (this.#busyQueues.delete(queue) && this.#busyQueues.size === 0) {
      // Others may have waited behind the busy ones.
      this.#askedAt = 0
      this.#woken = true
    }
  }

  #begin(task: QueueTask, { jobs, obstacles }: Claim): void {
    const inOrder = jobs.toSorted(
      (a, b) => (a.envelope.event?.aggregateVersion ?? 0) - (b.envelope.event?.aggregateVersion ?? 0),
    )
    for (const job of inOrder) {
      const { organizationId } = job.envelope
      const signal = this.#running.add(job)
      this.#options.onWork?.(organizationId)
      void this.#options.runner.run(task, job, obstacles.get(job.id), signal).finally(() => {
        this.#running.remove(job)
        this.#options.onWork?.(organizationId)
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
}
