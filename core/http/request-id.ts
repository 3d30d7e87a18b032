import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const ACCEPTABLE = /^[\w.:-]{8,128}$/

// A UUID of version 8: what tells this process apart, then a counter. Ids are for finding lines in a log, so nothing
// depends on their being hard to guess, and drawing random bytes for each costs more than routing it.
const process = randomBytes(10)
process[6] = 0x80 | ((process[6] ?? 0) & 0x0f)
process[8] = 0x80 | ((process[8] ?? 0) & 0x3f)
const PREFIX = process.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})$/, '$1-$2-$3-$4-')
// The counter's last three digits, written once.
const LAST_DIGITS = Array.from({ length: 0x1000 }, (_, number) => number.toString(16).padStart(3, '0'))
let rounds = 0
let count = 0
let first = beginRound()

function beginRound(): string {
  const begun = PREFIX + rounds.toString(16).padStart(9, '0')
  rounds += 1
  return begun
}

function nextId(): string {
  if (count === LAST_DIGITS.length) {
    first = beginRound()
    count = 0
  }
  const id = `${first}${LAST_DIGITS[count]}`
  count += 1
  return id
}

/** The caller's `X-Request-Id` when it is harmless in a log line, else a new one. */
export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : nextId()
}
