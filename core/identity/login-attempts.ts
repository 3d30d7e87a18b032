import { WaslaError } from '@wasla/sdk'
import { LRUCache } from 'lru-cache'

const FAILURES = 10
const WINDOW = 15 * 60_000

/** Slows down guessing: counts failures of one address for one e-mail, and forgets them on success. */
export class LoginAttempts {
  readonly #failures = new LRUCache<string, number>({ max: 100_000, ttl: WINDOW, noUpdateTTL: true })

  /** @throws unavailable `too_many_attempts` (429) */
  assertAllowed(address: string, email: string): void {
    const key = `${address} ${email}`
    if ((this.#failures.get(key) ?? 0) < FAILURES) return
    const retryAfter = Math.ceil(this.#failures.getRemainingTTL(key) / 1000)
    throw new WaslaError(
      'unavailable',
      'too_many_attempts',
      `Signing in failed ${FAILURES} times, so this is refused for now; try again in ${Math.ceil(retryAfter / 60)} minutes.`,
      { extra: { retryAfter } },
    )
  }

  fail(address: string, email: string): void {
    const key = `${address} ${email}`
    this.#failures.set(key, (this.#failures.get(key) ?? 0) + 1)
  }

  succeed(address: string, email: string): void {
    this.#failures.delete(`${address} ${email}`)
  }
}
