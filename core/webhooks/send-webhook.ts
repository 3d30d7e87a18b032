import { messageOf } from '../kernel/kernel-error.ts'
import { guardedRequest, readBeginning } from '../outbound/guarded-request.ts'
import type { Outbound } from '../outbound/resolve-target.ts'
import { readRetryAfter } from './retry-schedule.ts'

export interface SendOptions {
  readonly outbound: Outbound
  /** For the whole exchange. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What came of one request. */
export interface Answer {
  readonly succeeded: boolean
  readonly durationMs: number
  readonly status?: number
  readonly excerpt?: string
  readonly error?: string
  /** Seconds that the receiver asks to wait. */
  readonly retryAfter?: number
}

const EXCERPT_LENGTH = 1_000
const EXCERPT_BYTES = 4_096

/** Posts a message to the address that was checked; follows no redirect. Never rejects. */
export async function sendWebhook(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { outbound, timeoutMs, signal }: SendOptions,
): Promise<Answer> {
  const started = performance.now()
  const timeout = AbortSignal.timeout(timeoutMs)
  const answered = (answer: Omit<Answer, 'durationMs'>): Answer => ({
    ...answer,
    durationMs: Math.round(performance.now() - started),
  })
  try {
    const response = await guardedRequest(outbound, new URL(url), {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Wasla-Webhooks/1',
      },
      body,
      signal: AbortSignal.any([signal, timeout]),
    })
    const status = response.statusCode ?? 0
    const excerpt = readExcerpt(await readBeginning(response, EXCERPT_BYTES))
    return answered({
      succeeded: status >= 200 && status < 300,
      status,
      excerpt,
      retryAfter: readRetryAfter(response.headers['retry-after'], Date.now()),
      error:
        status >= 300 && status < 400
          ? 'It answered with a redirect, and redirects are not followed.'
          : undefined,
    })
  } catch (error) {
    return answered({
      succeeded: false,
      error: timeout.aborted ? `No answer within ${timeoutMs / 1000} s.` : messageOf(error),
    })
  }
}

const readExcerpt = (beginning: Buffer): string =>
  beginning.toString('utf8').replaceAll('\0', '').slice(0, EXCERPT_LENGTH)
