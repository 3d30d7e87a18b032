import type { ClaimedJob } from './envelope.ts'

/** Room that is never given to one queue or one organization alone, so that the others find some. */
const SHARE = 0.75

/** What runs on this host, and how much room is left for whom. */
export class RunningJobs {
  readonly #concurrency: number
  readonly #jobs = new Set<ClaimedJob>()
  #onEmpty: (() => void)[] = []

  constructor(concurrency: number) {
    this.#concurrency = concurrency
  }

  get size(): number {
    return this.#jobs.size
  }

  get free(): number {
    return this.#concurrency - this.#jobs.size
  }

  roomFor(queue: string): number {
    const inQueue = this.#count((job) => job.queue === queue)
    return Math.min(this.free, this.#share - inQueue)
  }

  /** Organizations that have their share and get no more for now. */
  crowdedOrganizations(): string[] {
    const counts = new Map<string, number>()
    for (const { envelope } of this.#jobs)
      counts.set(envelope.organizationId, (counts.get(envelope.organizationId) ?? 0) + 1)
    return [...counts].filter(([, count]) => count >= this.#share).map(([organization]) => organization)
  }

  add(job: ClaimedJob): void {
    this.#jobs.add(job)
  }

  remove(job: ClaimedJob): void {
    this.#jobs.delete(job)
    if (this.#jobs.size > 0) return
    for (const resolve of this.#onEmpty) resolve()
    this.#onEmpty = []
  }

  byQueue(): Map<string, ClaimedJob[]> {
    return Map.groupBy(this.#jobs, (job) => job.queue)
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

  #count(matches: (job: ClaimedJob) => boolean): number {
    let count = 0
    for (const job of this.#jobs) if (matches(job)) count += 1
    return count
  }
}
