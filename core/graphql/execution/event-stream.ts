import type { ExecutionResult } from 'graphql'

/** Why a stream ends before its source does. */
export type EndReason = 'module_inactive' | 'host_draining' | 'stream_expired' | 'session_revoked'

/** Somebody's open subscription. */
export interface OpenStream {
  readonly organizationId: string
  /** The plugins whose fields it selects. */
  readonly modules: ReadonlySet<string>
  /** Tells the client why, and when to come back; then closes. */
  end(reason: EndReason): void
}

export interface EventStreamOptions {
  readonly source: AsyncIterable<unknown>
  readonly organizationId: string
  readonly modules: ReadonlySet<string>
  /** Resolves one event for this client, or says why there will be no more. */
  readonly answer: (event: unknown) => Promise<ExecutionResult | EndReason>
  readonly farewell: (reason: EndReason) => ExecutionResult
  /** What the client is told when the source fails. */
  readonly failure: (error: unknown) => ExecutionResult
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal
  readonly onClose: () => void
}

type Step = IteratorResult<ExecutionResult, undefined>

const DONE: Step = { done: true, value: undefined }

/**
 * The answers of a subscription. An iterator by hand: a generator that waits for its source cannot be ended until the
 * source speaks again, and an idle one may never.
 */
export class EventStream implements OpenStream, AsyncIterableIterator<ExecutionResult, undefined> {
  readonly organizationId: string
  readonly modules: ReadonlySet<string>
  readonly #options: EventStreamOptions
  readonly #source: AsyncIterator<unknown>
  #ending: EndReason | undefined
  #closed = false
  #interrupt: (() => void) | undefined

  constructor(options: EventStreamOptions) {
    this.#options = options
    this.organizationId = options.organizationId
    this.modules = options.modules
    this.#source = options.source[Symbol.asyncIterator]()
    if (options.signal.aborted) this.#close()
    else options.signal.addEventListener('abort', this.#close, { once: true })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  end(reason: EndReason): void {
    this.#ending ??= reason
    this.#interrupt?.()
  }

  async next(): Promise<Step> {
    if (this.#closed) return DONE
    try {
      const event = this.#ending === undefined ? await this.#nextEvent() : undefined
      if (this.#closed) return DONE
      if (event === undefined) return this.#sayFarewell(this.#ending ?? 'stream_expired')
      if (event.done === true) return this.#finish()
      const answer = await this.#options.answer(event.value)
      return typeof answer === 'string' ? this.#sayFarewell(answer) : { done: false, value: answer }
    } catch (error) {
      this.#close()
      return { done: false, value: this.#options.failure(error) }
    }
  }

  async return(): Promise<Step> {
    return this.#finish()
  }

  /** The source's next event; nothing when the stream was interrupted first. */
  #nextEvent(): Promise<IteratorResult<unknown> | undefined> {
    return new Promise((resolve, reject) => {
      this.#interrupt = () => resolve(undefined)
      this.#source.next().then(resolve, reject)
    })
  }

  #sayFarewell(reason: EndReason): Step {
    this.#close()
    return { done: false, value: this.#options.farewell(reason) }
  }

  #finish(): Step {
    this.#close()
    return DONE
  }

  readonly #close = (): void => {
    if (this.#closed) return
    this.#closed = true
    this.#options.signal.removeEventListener('abort', this.#close)
    this.#interrupt?.()
    this.#options.onClose()
    // A source that waits for something cannot answer yet; nobody waits for it.
    Promise.resolve(this.#source.return?.()).catch(() => {})
  }
}
