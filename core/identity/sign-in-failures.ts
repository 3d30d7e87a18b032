import { isIPv6 } from 'node:net'
import { WaslaError } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'

/** Failures that are allowed, and the minutes until they are forgotten. */
interface Limit {
  readonly failures: number
  readonly minutes: number
}

const LIMITS = {
  /** One address that guesses at one account. */
  pair: { failures: 10, minutes: 15 },
  /** One account that is guessed at from anywhere. Higher, so that nobody is locked out by a single stranger. */
  account: { failures: 50, minutes: 60 },
  /** One address that guesses at any account. */
  address: { failures: 100, minutes: 15 },
} as const satisfies Record<string, Limit>

export interface Attempt {
  /** The e-mail, or another name of the account. */
  readonly account: string
  readonly address: string | null
}

/** Slows down guessing, on all hosts together. */
export interface SignInFailures {
  /**
   * Counts an attempt as failed before its outcome is known, so that guesses sent at once do not slip through together.
   * @throws unavailable `too_many_attempts` (429)
   */
  begin(attempt: Attempt): Promise<void>
  /** The attempt was right: it does not count, and the address may err with this account again. */
  succeed(attempt: Attempt): Promise<void>
  /** Whoever proved in another way whose the account is need not wait. */
  forgive(account: string): Promise<void>
}

/** IPv6 customers are given a /64 at least, so addresses of one are one. */
export function networkOf(address: string | null): string {
  if (address === null) return 'unknown'
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  return `${[...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':')}::/64`
}

function countersOf({ account, address }: Attempt): [key: string, limit: Limit][] {
  const network = networkOf(address)
  return [
    [`account ${account}`, LIMITS.account],
    [`address ${network}`, LIMITS.address],
    [`pair ${network} ${account}`, LIMITS.pair],
  ]
}

export function createSignInFailures(platform: PlatformDatabase): SignInFailures {
  return {
    async begin(attempt) {
      const counters = countersOf(attempt)
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
        failures > (limits.get(key)?.failures ?? 0) ? [seconds] : [],
      )
      if (waits.length === 0) return
      const retryAfter = Math.max(...waits)
      throw new WaslaError(
        'unavailable',
        'too_many_attempts',
        `Signing in failed too often, so this is refused for now; try again in ${Math.ceil(retryAfter / 60)} minutes, or choose a new password.`,
        { extra: { retryAfter } },
      )
    },
    async succeed(attempt) {
      const counters = countersOf(attempt)
      await platform.asSystem(
        `with present as (
           select key from platform.sign_in_failures where key = any($1) order by key for update
         )
         update platform.sign_in_failures f
         set failures = case when f.key like 'pair %' then 0 else greatest(f.failures - 1, 0) end
         from present where f.key = present.key`,
        [counters.map(([key]) => key)],
      )
    },
    async forgive(account) {
      await platform.asSystem(
        `delete from platform.sign_in_failures where key = $1 or (key like 'pair %' and split_part(key, ' ', 3) = $2)`,
        [`account ${account}`, account],
      )
    },
  }
}
