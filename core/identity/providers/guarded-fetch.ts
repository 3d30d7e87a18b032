import { request as httpsRequest } from 'node:https'
import type { CustomFetch } from 'openid-client'
import { assertPublicHost, lookupPublic } from './public-address.ts'

const ANSWER_WITHIN = 10_000
const MOST_BYTES = 1024 ** 2

/**
 * Fetches what an organization's settings point at: over https, from the public internet only, so that nobody reads this host's
 * own network through it.
 */
export const guardedFetch: CustomFetch = (url, { method, headers, body, signal }) => {
  const target = new URL(url)
  return new Promise((resolve, reject) => {
    if (target.protocol !== 'https:') throw new Error(`"${target.origin}" is not https`)
    assertPublicHost(target.hostname)
    const request = httpsRequest(
      target,
      {
        method,
        headers,
        lookup: lookupPublic,
        signal: AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN), ...(signal == null ? [] : [signal])]),
      },
      (response) => {
        const chunks: Buffer[] = []
        let length = 0
        response.on('data', (chunk: Buffer) => {
          length += chunk.length
          if (length > MOST_BYTES) response.destroy(new Error('The answer is too long'))
          else chunks.push(chunk)
        })
        response.on('error', reject)
        response.on('end', () => {
          const answerHeaders = new Headers()
          for (const [name, value] of Object.entries(response.headers))
            answerHeaders.set(name, [value].flat().join(', '))
          resolve(
            new Response(Buffer.concat(chunks), { status: response.statusCode, headers: answerHeaders }),
          )
        })
      },
    )
    request.on('error', reject)
    request.end(body == null ? undefined : body.toString())
  })
}
