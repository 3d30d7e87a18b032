import { WaslaError } from '@wasla/sdk'
import { LRUCache } from 'lru-cache'

const MINUTE = 60_000

interface Window {
  readonly endsAt: number
  used: number
}

/** Counts the requests of each key within a minute, on this host. */
export class KeyRateLimit {
  readonly #windows = new LRUCache<string, Window>({ max: 50_000 })

  /** @throws unavailable `rate_limited` (429) */
  take(keyId: string, limit: number): void {
    const now = Date.now()
    let window = this.#windows.get(keyId)
    if (window === undefined || window.endsAt <= now) {
      window = { endsAt: now + MINUTE, used: 0 }
      this.#windows.set(keyId, window)
    }
    window.used += 1
    if (window.used <= limit) return
    throw new WaslaError(
      'unavailable',
      'rate_limited',
      `This API key may send ${limit} requests a minute and sent more; wait before sending the next.`,
      { extra: { retryAfter: Math.ceil((window.endsAt - now) / 1000) } },
    )
  }
}
