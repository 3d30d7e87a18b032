import { guardedRequest } from './guarded-request.ts'
import type { Outbound } from './resolve-target.ts'

const ANSWER_WITHIN = 10_000
const MOST_BYTES = 1024 ** 2

/** `fetch`, as far as libraries need it, for what an organization's settings point at. */
export type GuardedFetch = (
  url: string,
  init: {
    readonly method?: string
    readonly headers?: Record<string, string>
    readonly body?: unknown
    readonly signal?: AbortSignal | null
  },
) => Promise<Response>

export function createGuardedFetch(outbound: Outbound): GuardedFetch {
  return async (url, { method = 'GET', headers = {}, body, signal }) => {
    const response = await guardedRequest(outbound, new URL(url), {
      method,
      headers,
      body: body == null ? undefined : String(body),
      signal: AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN), ...(signal == null ? [] : [signal])]),
    })
    const chunks: Buffer[] = []
    let length = 0
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > MOST_BYTES) throw new Error('The answer is too long')
      chunks.push(chunk)
    }
    const answerHeaders = new Headers()
    for (const [name, value] of Object.entries(response.headers))
      answerHeaders.set(name, [value].flat().join(', '))
    return new Response(Buffer.concat(chunks), { status: response.statusCode, headers: answerHeaders })
  }
}
