import { type IncomingMessage, ServerResponse } from 'node:http'

type StoreHeader = (this: ServerResponse, statusLine: string, headers: object | null | undefined) => void

// The one place at which Node writes a response's head. It has no public name, so the tests of headers guard it.
const { _storeHeader: storeHeader } = ServerResponse.prototype as unknown as { _storeHeader: StoreHeader }

/**
 * Responses that carry these headers unless they set them themselves. Node checks and joins headers one by one on every
 * response; these never change, so they are joined once and stand right below the status line.
 * @param headers with names in lower case
 */
export function responsesWith(headers: Readonly<Record<string, string>>): typeof ServerResponse {
  const lines = Object.entries(headers).map(([name, value]) => ({ name, line: `${name}: ${value}\r\n` }))
  const all = lines.map(({ line }) => line).join('')

  const writeHead: StoreHeader = function (statusLine, given) {
    storeHeader.call(this, statusLine + (isSet(given) ? withoutSet(given) : all), given)
  }
  // Fastify and `setHeader` keep names in lower case.
  const isSet = (given: object | null | undefined): given is object => {
    if (given == null) return false
    for (const { name } of lines) if (name in given) return true
    return false
  }
  const withoutSet = (given: object) =>
    lines.flatMap(({ name, line }) => (name in given ? [] : [line])).join('')
  class FixedHeadersResponse<Request extends IncomingMessage> extends ServerResponse<Request> {}
  Object.assign(FixedHeadersResponse.prototype, { _storeHeader: writeHead })
  return FixedHeadersResponse
}
