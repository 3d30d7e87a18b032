import { notFound } from '@wasla/sdk'
import type { Actor, HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Signals } from '../events/signals.ts'
import { Interval } from './interval.ts'
import { assertMayFollow } from './job-access.ts'
import type { JobState } from './job-state.ts'
import { jobStatus, jobStatuses, type JobStatus } from './job-status.ts'

export interface JobWatchOptions {
  readonly platform: PlatformDatabase
  readonly signals: Signals
  readonly log: HostLogger
}

interface Watcher {
  readonly id: string
  readonly tell: (status: JobStatus | undefined) => void
  /** What it was told last. */
  known: string
}

const POLL_MS = 1000
/** Whoever hears much looks no more often than this. */
const PAUSE_MS = 100
const ENDED: ReadonlySet<JobState> = new Set<JobState>(['completed', 'dead', 'cancelled'])

export const hasEnded = ({ state }: JobStatus): boolean => ENDED.has(state)

/** Tells of jobs as they go on, on whichever host they run: one look for all that are watched here. */
export class JobWatch {
  readonly #options: JobWatchOptions
  readonly #watchers = new Set<Watcher>()
  readonly #interval: Interval
  #scheduled: NodeJS.Timeout | undefined

  constructor(options: JobWatchOptions) {
    this.#options = options
    this.#interval = new Interval(async () => {
      try {
        await this.#look()
      } catch (error) {
        options.log.debug({ err: error }, 'the jobs that are watched could not be read; trying again')
      }
    }, POLL_MS)
  }

  start(): void {
    this.#options.signals.on('progress', this.#wake).on('elsewhere', this.#wake)
    this.#interval.start()
  }

  async stop(): Promise<void> {
    this.#options.signals.off('progress', this.#wake).off('elsewhere', this.#wake)
    clearTimeout(this.#scheduled)
    await this.#interval.stop()
  }

  /** @throws not-found `job_not_found`; forbidden `permission_denied` */
  async require(actor: Actor, id: string): Promise<void> {
    assertMayFollow(actor)
    if ((await jobStatus(this.#options.platform, actor.organizationId, id)) === undefined) throw jobNotFound()
  }

  /**
   * Tells how the job is now, and again whenever that has changed; `undefined` when it is gone. Returns how to end it.
   * @param tell must not throw
   * @throws not-found `job_not_found`
   */
  async open(organizationId: string, id: string, tell: Watcher['tell']): Promise<() => void> {
    const status = await jobStatus(this.#options.platform, organizationId, id)
    if (status === undefined) throw jobNotFound()
    const watcher = { id, tell, known: JSON.stringify(status) }
    this.#watchers.add(watcher)
    tell(status)
    return () => void this.#watchers.delete(watcher)
  }

  readonly #wake = (): void => {
    if (this.#watchers.size === 0) return
    this.#scheduled ??= setTimeout(() => {
      this.#scheduled = undefined
      this.#interval.now()
    }, PAUSE_MS)
  }

  async #look(): Promise<void> {
    const watchers = [...this.#watchers]
    if (watchers.length === 0) return
    const ids = [...new Set(watchers.map(({ id }) => id))]
    const found = await jobStatuses(this.#options.platform, ids)
    const byId = new Map(found.map((status) => [status.id, status]))
    for (const watcher of watchers) {
      const status = byId.get(watcher.id)
      const now = JSON.stringify(status) ?? ''
      if (now === watcher.known) continue
      watcher.known = now
      watcher.tell(status)
    }
  }
}

export function jobNotFound(): Error {
  return notFound(
    'job_not_found',
    'There is no such job in this organization; jobs that finished are kept for a day.',
  )
}
