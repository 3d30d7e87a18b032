import type { HostLogger } from '../../contexts/actor.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { Interval } from '../../jobs/interval.ts'
import type { Signals } from '../signals.ts'
import { readCursor, writeCursor } from './live-cursor.ts'
import { readLog, type LoggedEvent } from './read-log.ts'

/** What a reader is told. */
export type LiveNews =
  /** From here on nothing is missed. */
  | { readonly kind: 'ready'; readonly cursor: string }
  | { readonly kind: 'event'; readonly cursor: string; readonly event: LoggedEvent }
  /** The cursor is too old: what it missed is not told one by one. */
  | { readonly kind: 'reset'; readonly cursor: string }

export interface LiveFeedOptions {
  readonly platform: PlatformDatabase
  readonly signals: Signals
  readonly log: HostLogger
  /** Milliseconds between looks at the log when nobody calls. Default 500. */
  readonly pollMs?: number
}

interface Reader {
  readonly organizationId: string
  readonly tell: (news: LiveNews) => void
}

// What the platform itself changes is not signalled, and has to be seen within a second.
const POLL_MS = 500
const COALESCE_MS = 20
const CATCH_UP_EVENTS = 2000
const CATCH_UP_MS = 86_400_000

/**
 * Tells this host's readers what happens in their organizations, on whichever host. Signals only wake it: the log is
 * the truth, read once for all readers. An event is told at once; the cursor only moves when everything before it is
 * certain to have been told, so a reader that comes back may hear an event twice and never misses one.
 */
export class LiveFeed {
  readonly #options: LiveFeedOptions
  readonly #readers = new Set<Reader>()
  readonly #interval: Interval
  /** Every event of a transaction below it was told. */
  #horizon = 0n
  /** Told events of transactions from the horizon on. */
  readonly #told = new Map<string, bigint>()
  #scheduled: NodeJS.Timeout | undefined

  constructor(options: LiveFeedOptions) {
    this.#options = options
    this.#interval = new Interval(async () => {
      try {
        await this.#look()
      } catch (error) {
        options.log.debug({ err: error }, 'the event log could not be read for live readers; trying again')
      }
    }, options.pollMs ?? POLL_MS)
  }

  get readers(): number {
    return this.#readers.size
  }

  start(): void {
    this.#options.signals.on('event', this.#wake).on('elsewhere', this.#wake)
    this.#interval.start()
  }

  async stop(): Promise<void> {
    this.#options.signals.off('event', this.#wake).off('elsewhere', this.#wake)
    clearTimeout(this.#scheduled)
    await this.#interval.stop()
  }

  /**
   * Tells what happens from now on, or from a cursor on. Returns how to end it.
   * @param tell must not throw
   */
  async open(organizationId: string, after: string | undefined, tell: Reader['tell']): Promise<() => void> {
    if (this.#readers.size === 0) {
      this.#horizon = (await readLog(this.#options.platform, [], { transaction: 0n })).horizon
      this.#told.clear()
    }
    const early: LiveNews[] = []
    let caughtUp = false
    const reader: Reader = {
      organizationId,
      tell: (news) => (caughtUp ? tell(news) : void early.push(news)),
    }
    this.#readers.add(reader)
    try {
      if (after !== undefined) await this.#catchUp(organizationId, after, tell)
    } catch (error) {
      this.#readers.delete(reader)
      throw error
    }
    caughtUp = true
    tell({ kind: 'ready', cursor: writeCursor(this.#horizon) })
    for (const news of early) tell(news)
    return () => void this.#readers.delete(reader)
  }

  readonly #wake = (): void => {
    if (this.#readers.size === 0) return
    this.#scheduled ??= setTimeout(() => {
      this.#scheduled = undefined
      this.#interval.now()
    }, COALESCE_MS)
  }

  async #catchUp(organizationId: string, after: string, tell: Reader['tell']): Promise<void> {
    const cursor = readCursor(after)
    const reset = { kind: 'reset', cursor: writeCursor(this.#horizon) } as const
    if (cursor === undefined || Date.now() - cursor.at > CATCH_UP_MS) return tell(reset)
    let position: { transaction: bigint; id?: string } = cursor
    for (let told = 0; ; ) {
      const { events, more } = await readLog(this.#options.platform, [organizationId], position)
      told += events.length
      if (told > CATCH_UP_EVENTS) return tell(reset)
      // Until all is told, only the place where it began is certain.
      for (const event of events) tell({ kind: 'event', cursor: after, event })
      const last = events.at(-1)
      if (!more || last === undefined) return
      position = last
    }
  }

  async #look(): Promise<void> {
    if (this.#readers.size === 0) return
    const organizations = [...new Set([...this.#readers].map(({ organizationId }) => organizationId))]
    let position: { transaction: bigint; id?: string } = { transaction: this.#horizon }
    let horizon: bigint | undefined
    for (;;) {
      const page = await readLog(this.#options.platform, organizations, position)
      horizon ??= page.horizon
      for (const event of page.events) this.#tell(event)
      const last = page.events.at(-1)
      if (!page.more || last === undefined) break
      position = last
    }
    this.#horizon = horizon
    for (const [id, transaction] of this.#told) if (transaction < horizon) this.#told.delete(id)
  }

  #tell(event: LoggedEvent): void {
    if (this.#told.has(event.id)) return
    this.#told.set(event.id, event.transaction)
    const news: LiveNews = { kind: 'event', cursor: writeCursor(this.#horizon), event }
    for (const reader of this.#readers) if (reader.organizationId === event.organizationId) reader.tell(news)
  }
}
