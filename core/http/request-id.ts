import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const ACCEPTABLE = /^[\w.:-]{8,128}$/

// A UUID of version 8: what tells this process apart, then a counter. Ids are for finding lines in a log, so nothing
// depends on their being hard to guess, and drawing random bytes for each costs more than routing it.
const process = randomBytes(10)
process[6] = 0x80 | ((process[6] ?? 0) & 0x0f)
process[8] = 0x80 | ((process[8] ?? 0) & 0x3f)
const PREFIX = process.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})$/, '$1-$2-$3-$4-')
let count = 0

function nextId(): string {
  count += 1
  return PREFIX + count.toString(16).padStart(12, '0')
}

/** The caller's `X-Request-Id` when it is harmless in a log line, else a new one. */
export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : nextId()
}
