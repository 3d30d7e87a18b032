import type { ServerResponse } from 'node:http'
import { unavailable } from '@wasla/sdk'
import type { FastifyInstance } from 'fastify'
import type { MeasureAnswer } from './every-request.ts'

export interface LoadSheddingOptions {
  /** Requests in work at once. Default 1,000. */
  readonly maxRequests?: number
  /** Milliseconds for which somebody waits for a database connection already. */
  readonly databaseWait?: () => number
  /** Called for each request that was answered to its end. */
  readonly onAnswered?: MeasureAnswer
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
export function shedLoad(app: FastifyInstance, options: LoadSheddingOptions = {}): void {
  const { maxRequests = MAX_REQUESTS, databaseWait = () => 0, onAnswered } = options
  const inWork = new Set<ServerResponse>()
  /** Those that wait for their client: a body that is on its way, an answer that is not read. */
  let elsewhere = 0
  let ended = 0
  /** Requests that end in a millisecond. */
  let rate = 0
  let loopDelay = 0
  let most = maxRequests
  let looked = performance.now()
  const sample = setInterval(() => {
    const now = performance.now()
    const passed = now - looked
    looked = now
    loopDelay = (loopDelay + Math.max(0, passed - SAMPLE_MS)) / 2
    rate += (ended / passed - rate) * NEWEST
    ended = 0
    elsewhere = 0
    for (const { req, writableEnded } of inWork) if (!req.complete || writableEnded) elsewhere += 1
    const late = Math.max(loopDelay, databaseWait())
    // Where the first waits for longer than that, most of what is done is of a kind that does not wait.
    const workedOff = late > WORKED_OFF_WITHIN_MS ? 0 : rate * WORKED_OFF_WITHIN_MS
    most = late > LATE_MS ? Math.min(maxRequests, Math.max(FEW, workedOff)) : maxRequests
  }, SAMPLE_MS)
  sample.unref()
  app.addHook('onClose', async () => clearInterval(sample))

  // One listener for all that ends with a request: Fastify's hook for it costs three more.
  app.addHook('onRequest', function shed(request, { raw }, done) {
    const begun = performance.now()
    const refused = inWork.size - elsewhere >= most && !SPARED.has(request.url)
    // A stream of events stays open for hours and does nothing meanwhile.
    if (!refused && request.headers.accept?.includes('text/event-stream') !== true) inWork.add(raw)
    raw.on('close', () => {
      if (inWork.delete(raw)) ended += 1
      if (raw.writableFinished) onAnswered?.(request, raw, (performance.now() - begun) / 1000)
    })
    if (refused) done(tooMuch())
    else done()
  })
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
