import type { Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import { recentlyUsed } from '../kernel/recently-used.ts'

interface Window {
  readonly max: number
  endsAt: number
  /** Seen by this host. */
  own: number
  /** Of these, what the other hosts know of. */
  told: number
  /** Seen by the other hosts. */
  others: number
}

export interface RateCount {
  /** In the present minute, on all hosts together as far as they have told each other. */
  readonly current: number
  /** Milliseconds until it begins anew. */
  readonly ttl: number
}

const WINDOW_MS = 60_000
const PAUSE_MS = 1_000
/** Who uses less than this part of their limit is not worth a write. */
const WORTH_TELLING = 0.05

/**
 * Counts requests a minute in memory, and tells the other hosts of those who come near their limit, once a second. A limit is
 * therefore exceeded by what comes to the other hosts within that second, and by 5 % for each host, at most.
 */
export class SharedRateCounts {
  readonly #platform: PlatformDatabase
  readonly #log: Logger
  readonly #windows = recentlyUsed<string, Window>(50_000)
  readonly #changed = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #telling: Promise<void> | undefined

  constructor(platform: PlatformDatabase, log: Logger) {
    this.#platform = platform
    this.#log = log
  }

  count(key: string, max: number): RateCount {
    const now = Date.now()
    let window = this.#windows.get(key)
    if (window === undefined || window.endsAt <= now) {
      window = { max, endsAt: now + WINDOW_MS, own: 0, told: 0, others: 0 }
      this.#windows.set(key, window)
    }
    window.own += 1
    if (window.own >= max * WORTH_TELLING) this.#tellSoon(key)
    return { current: window.own + window.others, ttl: window.endsAt - now }
  }

  /** As `count`, without counting; `undefined` for whoever has not been seen in the present minute. */
  look(key: string): RateCount | undefined {
    const now = Date.now()
    const window = this.#windows.get(key)
    if (window === undefined || window.endsAt <= now) return undefined
    return { current: window.own + window.others, ttl: window.endsAt - now }
  }

  /** Exchanges counts with the other hosts. */
  async tell(): Promise<void> {
    const now = Date.now()
    const told = [...this.#changed].flatMap((key) => {
      const window = this.#windows.get(key)
      return window === undefined || window.endsAt <= now
        ? []
        : [{ key, window, delta: window.own - window.told }]
    })
    this.#changed.clear()
    if (told.length === 0) return
    const rows = await this.#platform.asSystem<{ key: string; hits: number; left: number }>(
      `insert into platform.rate_counts as r (key, hits, ends_at)
       select key, delta, now() + ms * interval '1 ms' from unnest($1::text[], $2::int[], $3::int[]) as c (key, delta, ms) order by key
       on conflict (key) do update set
         hits = case when r.ends_at <= now() then excluded.hits else r.hits + excluded.hits end,
         ends_at = case when r.ends_at <= now() then excluded.ends_at else r.ends_at end
       returning key, hits, ceil(extract(epoch from ends_at - now()) * 1000)::int as left`,
      [
        told.map(({ key }) => key),
        told.map(({ delta }) => delta),
        told.map(({ window }) => Math.ceil(window.endsAt - now)),
      ],
    )
    const answers = new Map(rows.map((row) => [row.key, row]))
    for (const { key, window, delta } of told) {
      const answer = answers.get(key)
      if (answer === undefined) continue
      window.told += delta
      window.others = Math.max(0, answer.hits - window.told)
      window.endsAt = now + answer.left
    }
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#telling
  }

  #tellSoon(key: string): void {
    this.#changed.add(key)
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#telling = this.tell()
        .catch((error: unknown) =>
          this.#log.warn(
            { err: error },
            'Hosts could not tell each other how many requests came; each counts its own',
          ),
        )
        .finally(() => {
          this.#timer = undefined
          const [waiting] = this.#changed
          if (waiting !== undefined) this.#tellSoon(waiting)
        })
    }, PAUSE_MS)
    this.#timer.unref()
  }
}
