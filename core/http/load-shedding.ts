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
const FEW = 100
const LOOP_DELAY_MS = 1_000
const DATABASE_WAIT_MS = 1_000
const SAMPLE_MS = 100
/** Probes tell apart a busy host and a dead one. */
const SPARED = new Set(['/livez', '/readyz', '/metrics'])

/**
 * Refuses requests that could not be answered in time, before anything is done for them: more than the host can keep in
 * work, or any while those in work already wait long for the processor or the database. What is refused costs next to
 * nothing, so the others are answered at the rate the host can keep up, and it recovers with the last of them.
 */
export function shedLoad(app: FastifyInstance, options: LoadSheddingOptions = {}): void {
  const { maxRequests = MAX_REQUESTS, databaseWait = () => 0, onAnswered } = options
  let inWork = 0
  let loopDelay = 0
  let overloaded = false
  let due = performance.now() + SAMPLE_MS
  const sample = setInterval(() => {
    const now = performance.now()
    loopDelay = (loopDelay + Math.max(0, now - due)) / 2
    due = now + SAMPLE_MS
    overloaded = loopDelay > LOOP_DELAY_MS || databaseWait() > DATABASE_WAIT_MS
  }, SAMPLE_MS)
  sample.unref()
  app.addHook('onClose', async () => clearInterval(sample))

  // One listener for all that ends with a request: Fastify's hook for it costs three more.
  app.addHook('onRequest', function shed(request, { raw }, done) {
    const begun = performance.now()
    const refused = isTooMuch() && !SPARED.has(request.url)
    let counted = !refused
    if (counted) inWork += 1
    const leave = (): void => {
      if (counted) inWork -= 1
      counted = false
    }
    raw.on('close', () => {
      leave()
      if (raw.writableFinished) onAnswered?.(request, raw, (performance.now() - begun) / 1000)
    })
    // A stream of events stays open for hours and does nothing meanwhile.
    if (request.headers.accept?.includes('text/event-stream') === true) leave()
    if (refused) done(tooMuch())
    else done()
  })

  function isTooMuch(): boolean {
    return inWork >= maxRequests || (overloaded && inWork >= FEW)
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
