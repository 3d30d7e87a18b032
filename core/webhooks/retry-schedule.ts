/** Seconds from one attempt to the next: ten attempts over about 75 hours. */
const PAUSES = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600] as const
const JITTER = 0.1
const LONGEST_PAUSE = 24 * 3600

/**
 * Seconds until the next attempt, `undefined` when there is none.
 * @param attempt the one that failed, from 1
 * @param retryAfter seconds that the receiver asked for
 */
export function secondsToNextAttempt(
  attempt: number,
  retryAfter = 0,
  random: () => number = Math.random,
): number | undefined {
  const pause = PAUSES[attempt - 1]
  if (pause === undefined) return undefined
  return Math.max(pause * (1 + JITTER * random()), Math.min(retryAfter, LONGEST_PAUSE))
}

/** Seconds that a `Retry-After` header asks for, in either of its forms. */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now) / 1000)
}
