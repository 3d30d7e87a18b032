import type { ServerResponse } from 'node:http'
import { unavailable } from '@wasla/sdk'
import type { FastifyRequest } from 'fastify'

export interface LoadSheddingOptions {
  /** Requests in work at once. Default 1,000. */
  readonly maxRequests?: number
  /** Milliseconds for which somebody waits for a database connection already. */
  readonly databaseWait?: () => number
}

/** A request that is being answered. */
export interface RequestInWork {
  readonly response: ServerResponse
  /** Its place among the others, by which it leaves as fast as it came, however many there are; -1 for who is not counted. */
  place: number
}

const MAX_REQUESTS = 1_000
/** With so few in work a host is slow for another reason, and refusing would help nobody. */
const FEW = 50
const LATE_MS = 250
/** How long somebody may wait for those who came before. */
const WORKED_OFF_WITHIN_MS = 2_000
const SAMPLE_MS = 100
/** How much of the rate the last sample is: about a second counts. */
const NEWEST = 0.1
/** Probes tell apart a busy host and a dead one. */
const SPARED = new Set(['/livez', '/readyz', '/metrics'])

/**
 * Refuses requests that could not be answered in time, before anything is done for them: more than the host can keep in
 * work, or, while those in work wait for the processor or the database already, more than it works off in two seconds.
 * What is refused costs next to nothing, so the others are answered at the rate the host can keep up, and those two
 * seconds after the last of too many it is as before.
 */
export class LoadShedder {
  readonly #maxRequests: number
  readonly #databaseWait: () => number
  // Not a set, for which V8 makes a new table every few dozen requests.
  readonly #inWork: RequestInWork[] = []
  /** Those that wait for their client: a body that is on its way, an answer that is not read. */
  #elsewhere = 0
  #ended = 0
  /** Requests that end in a millisecond. */
  #rate = 0
  #loopDelay = 0
  #most: number
  #looked = performance.now()
  readonly #sampling: NodeJS.Timeout

  constructor({ maxRequests = MAX_REQUESTS, databaseWait = () => 0 }: LoadSheddingOptions = {}) {
    this.#maxRequests = maxRequests
    this.#databaseWait = databaseWait
    this.#most = maxRequests
    this.#sampling = setInterval(() => this.#sample(), SAMPLE_MS).unref()
  }

  /** @throws unavailable `overloaded` */
  admit({ url, headers }: Pick<FastifyRequest, 'url' | 'headers'>, request: RequestInWork): void {
    if (this.#inWork.length - this.#elsewhere >= this.#most && !SPARED.has(url)) throw tooMuch()
    // A stream of events stays open for hours and does nothing meanwhile.
    if (headers.accept?.includes('text/event-stream') !== true) request.place = this.#inWork.push(request) - 1
  }

  ended(request: RequestInWork): void {
    if (request.place === -1) return
    const last = this.#inWork.pop()
    if (last !== undefined && last !== request) {
      this.#inWork[request.place] = last
      last.place = request.place
    }
    request.place = -1
    this.#ended += 1
  }

  stop(): void {
    clearInterval(this.#sampling)
  }

  #sample(): void {
    const now = performance.now()
    const passed = now - this.#looked
    this.#looked = now
    this.#loopDelay = (this.#loopDelay + Math.max(0, passed - SAMPLE_MS)) / 2
    this.#rate += (this.#ended / passed - this.#rate) * NEWEST
    this.#ended = 0
    this.#elsewhere = 0
    for (const { response } of this.#inWork)
      if (!response.req.complete || response.writableEnded) this.#elsewhere += 1
    const late = Math.max(this.#loopDelay, this.#databaseWait())
    // Where the first waits for longer than that, most of what is done is of a kind that does not wait.
    const workedOff = late > WORKED_OFF_WITHIN_MS ? 0 : this.#rate * WORKED_OFF_WITHIN_MS
    this.#most = late > LATE_MS ? Math.min(this.#maxRequests, Math.max(FEW, workedOff)) : this.#maxRequests
  }
}

/** Not all at the same moment again. */
const comeAgain = (): number => 1 + Math.floor(Math.random() * 3)

function tooMuch(): Error {
  return unavailable(
    'overloaded',
    'More requests came than this host can answer in time, so this one was not begun; try again in a moment.',
    { extra: { retryAfter: comeAgain() } },
  )
}
