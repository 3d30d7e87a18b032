import { performance } from 'node:perf_hooks'

/**
 * Two clocks. The monotonic one cannot be set but stands still while a machine sleeps; the other runs on.
 * The lease is over as soon as either says so.
 */
export interface LeaseClock {
  readonly monotonic: () => number
  readonly wall: () => number
}

export interface Instant {
  readonly monotonic: number
  readonly wall: number
}

export const systemClock: LeaseClock = { monotonic: () => performance.now(), wall: () => Date.now() }

/** How long the database believes in a host that was heard of, in milliseconds. */
export const LEASE_DURATION = 3_000

// The host ends its lease this much earlier than the database, for clocks that run at different speeds.
const MARGIN = 50

/** The host's own view of its lease: counted from before the renewal was sent, so never longer than the database's. */
export class HostLease {
  readonly #clock: LeaseClock
  readonly #onLapse: () => void
  #monotonicEnd = Number.NEGATIVE_INFINITY
  #wallEnd = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(options: { readonly clock: LeaseClock; readonly onLapse: () => void }) {
    this.#clock = options.clock
    this.#onLapse = options.onLapse
  }

  get live(): boolean {
    return this.#clock.monotonic() < this.#monotonicEnd && this.#clock.wall() < this.#wallEnd
  }

  now(): Instant {
    return { monotonic: this.#clock.monotonic(), wall: this.#clock.wall() }
  }

  /** @param sentAt the moment before the renewal was sent */
  extend(sentAt: Instant): void {
    this.#monotonicEnd = sentAt.monotonic + LEASE_DURATION - MARGIN
    this.#wallEnd = sentAt.wall + LEASE_DURATION - MARGIN
    clearTimeout(this.#timer)
    const remaining = this.#monotonicEnd - this.#clock.monotonic()
    this.#timer = setTimeout(() => this.#lapse(), Math.max(0, remaining) + 1)
    this.#timer.unref()
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#monotonicEnd = Number.NEGATIVE_INFINITY
  }

  #lapse(): void {
    if (!this.live) this.#onLapse()
  }
}
