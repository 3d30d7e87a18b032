import { WaslaError } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'

/** Attempts that are allowed, and the minutes from the first until they are forgotten. */
export interface AttemptLimit {
  readonly attempts: number
  readonly minutes: number
}

export type AttemptCounter = readonly [key: string, limit: AttemptLimit]

/** Counts an attempt for each key, on all hosts together. @returns seconds to wait, 0 when it is allowed */
export async function countAttempts(
  platform: PlatformDatabase,
  counters: readonly AttemptCounter[],
): Promise<number> {
  const rows = await platform.asSystem<{ key: string; failures: number; seconds: number }>(
    `insert into platform.sign_in_failures as f (key, failures, forgotten_at)
     select key, 1, now() + make_interval(mins => minutes)
     from unnest($1::text[], $2::int[]) as counters (key, minutes) order by key
     on conflict (key) do update set
       failures = case when f.forgotten_at <= now() then 1 else f.failures + 1 end,
       forgotten_at = case when f.forgotten_at <= now() then excluded.forgotten_at else f.forgotten_at end
     returning key, failures, ceil(extract(epoch from forgotten_at - now()))::int as seconds`,
    [counters.map(([key]) => key), counters.map(([, { minutes }]) => minutes)],
  )
  const limits = new Map(counters)
  const waits = rows.flatMap(({ key, failures, seconds }) =>
    failures > (limits.get(key)?.attempts ?? 0) ? [seconds] : [],
  )
  return Math.max(0, ...waits)
}

/** Whether a counter is beyond its limit, without counting. */
export async function isExhausted(
  platform: PlatformDatabase,
  [key, { attempts }]: AttemptCounter,
): Promise<boolean> {
  const found = await platform.asSystem(
    'select 1 from platform.sign_in_failures where key = $1 and failures > $2 and forgotten_at > now()',
    [key, attempts - 1],
  )
  return found.length > 0
}

export function tooManyAttempts(what: string, seconds: number): WaslaError {
  return new WaslaError(
    'unavailable',
    'too_many_attempts',
    `${what}, so this is refused; try again in ${Math.ceil(seconds / 60)} minutes.`,
    { extra: { retryAfter: seconds } },
  )
}
