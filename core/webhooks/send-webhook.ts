import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { messageOf } from '../kernel/kernel-error.ts'
import type { AddressFilter } from './allowed-addresses.ts'
import { resolveTarget, type ResolveName, type Target } from './resolve-target.ts'
import { readRetryAfter } from './retry-schedule.ts'

export interface SendOptions {
  readonly addresses: AddressFilter
  readonly resolve: ResolveName
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
  { addresses, resolve, timeoutMs, signal }: SendOptions,
): Promise<Answer> {
  const started = performance.now()
  const timeout = AbortSignal.timeout(timeoutMs)
  const answered = (answer: Omit<Answer, 'durationMs'>): Answer => ({
    ...answer,
    durationMs: Math.round(performance.now() - started),
  })
  try {
    const target = new URL(url)
    const either = AbortSignal.any([signal, timeout])
    const response = await post(
      target,
      await resolveTarget(target, addresses, resolve),
      headers,
      body,
      either,
    )
    const status = response.statusCode ?? 0
    const excerpt = await readExcerpt(response)
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

function post(
  url: URL,
  { address, family }: Target,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      agent: false,
      signal,
      lookup: (_name, { all }, found) =>
        all === true ? found(null, [{ address, family }]) : found(null, address, family),
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Wasla-Webhooks/1',
      },
    })
    request.on('response', resolve).on('error', reject).end(body)
  })
}

/** The beginning of an answer: who answers without end is not listened to, and what breaks off counts as far as it came. */
async function readExcerpt(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= EXCERPT_BYTES) break
    }
  } catch {
    // The status has come, and it is what counts.
  }
  response.destroy()
  return Buffer.concat(chunks).toString('utf8').replaceAll('\0', '').slice(0, EXCERPT_LENGTH)
}
