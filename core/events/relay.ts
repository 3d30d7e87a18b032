import { setTimeout as delay } from 'node:timers/promises'
import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { Interval } from '../jobs/interval.ts'

export interface EventRelayOptions {
  readonly platform: PlatformDatabase
  readonly log: HostLogger
  /** New deliveries wait in these queues. */
  readonly onRelayed: (queues: readonly string[]) => void
  /** Milliseconds between looks at the log when nobody calls. Default 1000. */
  readonly pollMs?: number
}

const POLL_MS = 1000
/** How many events become jobs in one transaction. */
const BATCH = 250
/** A look at the log costs much and an event in it little, so the next ones are gathered. */
const GATHER_MS = 10

interface Relayed {
  readonly relayed: number
  readonly queues: readonly string[]
  readonly more: boolean
}

/**
 * Turns events of the log into one job per subscriber, after the commit and outside of requests. The log is the truth and
 * the database keeps the place, so it does not matter which host does it, or that one dies over it; waking it is a hint.
 */
export class EventRelay {
  readonly #options: EventRelayOptions
  readonly #interval: Interval

  constructor(options: EventRelayOptions) {
    this.#options = options
    this.#interval = new Interval(() => this.#relay(), options.pollMs ?? POLL_MS)
  }

  start(): void {
    this.#interval.start()
  }

  /** There may be new events. */
  wake(): void {
    this.#interval.now()
  }

  stop(): Promise<void> {
    return this.#interval.stop()
  }

  async #relay(): Promise<void> {
    const { platform, onRelayed, log } = this.#options
    try {
      for (let more = true; more; ) {
        const [row] = await platform.asSystem<Relayed>(
          'select relayed, queues, more from platform.relay_events($1)',
          [BATCH],
        )
        if (row === undefined) return
        if (row.queues.length > 0) onRelayed(row.queues)
        if (row.relayed > 0 && !row.more) await delay(GATHER_MS)
        more = row.more
      }
    } catch (error) {
      log.warn(
        { err: error },
        'events could not be brought to their subscribers and stay in the log; trying again',
      )
    }
  }
}
