import type { ClaimedJob } from './envelope.ts'

/** Room that is never given to one queue or one organization alone, so that the others find some. */
const SHARE = 0.75

/** What runs on this host, how to end it, and how much room is left for whom. */
export class RunningJobs {
  readonly #concurrency: number
  readonly #jobs = new Map<ClaimedJob, AbortController>()
  readonly #byQueue = new Map<string, number>()
  readonly #byOrganization = new Map<string, number>()
  #reserved = 0
  #onEmpty: (() => void)[] = []

  constructor(concurrency: number) {
    this.#concurrency = concurrency
  }

  get size(): number {
    return this.#jobs.size
  }

  get free(): number {
    return this.#concurrency - this.#jobs.size - this.#reserved
  }

  roomFor(queue: string): number {
    return Math.min(this.free, this.#share - (this.#byQueue.get(queue) ?? 0))
  }

  /** Keeps room for a claim under way; returns how to give it up again. */
  reserve(queue: string, room: number): () => void {
    this.#reserved += room
    change(this.#byQueue, queue, room)
    return () => {
      this.#reserved -= room
      change(this.#byQueue, queue, -room)
    }
  }

  /** Organizations that have their share and get no more for now. */
  crowdedOrganizations(): string[] {
    const share = this.#share
    return [...this.#byOrganization].flatMap(([organization, count]) =>
      count >= share ? [organization] : [],
    )
  }

  /** Returns the signal that ends the job. */
  add(job: ClaimedJob): AbortSignal {
    const ending = new AbortController()
    this.#jobs.set(job, ending)
    change(this.#byQueue, job.queue, 1)
    change(this.#byOrganization, job.envelope.organizationId, 1)
    return ending.signal
  }

  remove(job: ClaimedJob): void {
    if (!this.#jobs.delete(job)) return
    change(this.#byQueue, job.queue, -1)
    change(this.#byOrganization, job.envelope.organizationId, -1)
    if (this.#jobs.size > 0) return
    for (const resolve of this.#onEmpty) resolve()
    this.#onEmpty = []
  }

  /** Tells those jobs to end that match. */
  end(reason: Error, matches: (job: ClaimedJob) => boolean = () => true): void {
    for (const [job, ending] of this.#jobs) if (matches(job)) ending.abort(reason)
  }

  byQueue(): Map<string, ClaimedJob[]> {
    return Map.groupBy(this.#jobs.keys(), (job) => job.queue)
  }

  /** Resolves when nothing runs, or after the limit. */
  async settled(limitMs: number): Promise<void> {
    if (this.#jobs.size === 0) return
    let timer: NodeJS.Timeout | undefined
    await Promise.race([
      new Promise<void>((resolve) => this.#onEmpty.push(resolve)),
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, limitMs)
      }),
    ])
    clearTimeout(timer)
  }

  get #share(): number {
    return Math.max(1, Math.ceil(this.#concurrency * SHARE))
  }
}

function change(counts: Map<string, number>, key: string, by: number): void {
  const next = (counts.get(key) ?? 0) + by
  if (next === 0) counts.delete(key)
  else counts.set(key, next)
}
