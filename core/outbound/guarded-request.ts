import { request as requestHttp, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { request as requestHttps } from 'node:https'
import { resolveTarget, type Outbound } from './resolve-target.ts'

export interface GuardedRequest {
  readonly method: string
  readonly headers: OutgoingHttpHeaders
  readonly body?: string | Buffer
  readonly signal: AbortSignal
}

/**
 * Sends a request to an address that an organization or a person named: never into this host's own network, and over https
 * unless the operator allowed the address. It goes to the very address that was checked, and follows no redirect.
 * @throws ForbiddenTargetError
 */
export async function guardedRequest(
  outbound: Outbound,
  url: URL,
  { method, headers, body, signal }: GuardedRequest,
): Promise<IncomingMessage> {
  const { address, family } = await resolveTarget(url, outbound)
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method,
      headers,
      signal,
      agent: false,
      lookup: (_name, { all }, found) =>
        all === true ? found(null, [{ address, family }]) : found(null, address, family),
    })
    request.on('response', resolve).on('error', reject).end(body)
  })
}

/** The beginning of an answer: who answers without end is not listened to, and what breaks off counts as far as it came. */
export async function readBeginning(response: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= most) break
    }
  } catch {
    // The status has come, and it is what counts.
  }
  response.destroy()
  return Buffer.concat(chunks).subarray(0, most)
}
