import { setTimeout as delay } from 'node:timers/promises'
import type { HostLogger } from '../contexts/actor.ts'
import type { HeldLease } from './singleton-leases.ts'

export interface SingletonRunOptions {
  readonly lease: HeldLease
  /** When the lease was asked for, by this host's clock: it certainly lasts `leaseMs` from then. */
  readonly claimedAt: number
  readonly leaseMs: number
  readonly work: (signal: AbortSignal) => Promise<void>
  readonly log: HostLogger
  /** Told how it fares. */
  readonly note?: (state: 'running' | 'restarting', error?: string) => void
}

const SHORT_LIVED_MS = 60_000
const MAX_BACKOFF_MS = 60_000
/** It stops before others may start: this part of the lease is left for stopping. */
const MARGIN = 0.2

/** One singleton while this host holds its lease: started again when it ends, stopped when the lease does. */
export class SingletonRun {
  readonly lease: HeldLease
  /** Resolves when the work has ended for good. */
  readonly ended: Promise<void>
  readonly #options: SingletonRunOptions
  readonly #stop = new AbortController()
  #deadline: NodeJS.Timeout | undefined

  constructor(options: SingletonRunOptions) {
    this.lease = options.lease
    this.#options = options
    this.renewed(options.claimedAt)
    this.ended = this.#keepRunning()
  }

  get stopping(): boolean {
    return this.#stop.signal.aborted
  }

  /** @param askedAt when the renewal was sent, by `performance.now()` */
  renewed(askedAt: number): void {
    clearTimeout(this.#deadline)
    if (this.stopping) return
    const left = askedAt + this.#options.leaseMs * (1 - MARGIN) - performance.now()
    this.#deadline = setTimeout(() => this.stop('its lease could not be renewed in time'), Math.max(0, left))
  }

  stop(reason: string): void {
    clearTimeout(this.#deadline)
    if (!this.stopping) this.#stop.abort(new Error(`The singleton was stopped because ${reason}.`))
  }

  async #keepRunning(): Promise<void> {
    const { signal } = this.#stop
    for (let failures = 0; !signal.aborted; ) {
      const started = performance.now()
      await this.#runOnce(signal)
      if (signal.aborted) return
      failures = performance.now() - started > SHORT_LIVED_MS ? 1 : failures + 1
      await delay(backoff(failures), undefined, { signal, ref: false }).catch(() => {})
      if (!signal.aborted) this.#options.note?.('running')
    }
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    const { lease, log, work, note } = this.#options
    try {
      await work(signal)
      if (signal.aborted) return
      note?.('restarting', 'It ended by itself.')
      log.warn({ singleton: lease.name, key: lease.key }, 'a singleton ended by itself and is started again')
    } catch (error) {
      if (signal.aborted) return
      note?.('restarting', error instanceof Error ? error.message : String(error))
      log.error(
        { err: error, singleton: lease.name, key: lease.key },
        'a singleton failed and is started again',
      )
    }
  }
}

function backoff(failures: number): number {
  const ceiling = Math.min(MAX_BACKOFF_MS, 500 * 2 ** Math.min(failures - 1, 16))
  return ceiling / 2 + (ceiling / 2) * Math.random()
}
