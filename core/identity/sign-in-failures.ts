import { isIPv6 } from 'node:net'
import type { PlatformDatabase } from '../database/data-access.ts'
import { countAttempts, tooManyAttempts, type AttemptCounter, type AttemptLimit } from './attempt-counters.ts'

const LIMITS = {
  /** One address that guesses at one account. */
  pair: { attempts: 10, minutes: 15 },
  /** One account that is guessed at from anywhere. Higher, so that nobody is locked out by a single stranger. */
  account: { attempts: 50, minutes: 60 },
  /** One address that guesses at any account. */
  address: { attempts: 100, minutes: 15 },
} as const satisfies Record<string, AttemptLimit>

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
  /**
   * The attempt was right: it does not count, and the address may err with this account again.
   * @returns how often somebody had failed with this account before, as far as it is remembered
   */
  succeed(attempt: Attempt): Promise<number>
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

function countersOf({ account, address }: Attempt): AttemptCounter[] {
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
      const wait = await countAttempts(platform, countersOf(attempt))
      if (wait === 0) return
      throw tooManyAttempts('Signing in failed too often', wait)
    },
    async succeed(attempt) {
      const counters = countersOf(attempt)
      const [account] = await platform.asSystem<{ before: number }>(
        `with present as (
           select key, failures - 1 as before from platform.sign_in_failures where key = any($1) order by key for update
         ), settled as (
           update platform.sign_in_failures f
           set failures = case when f.key like 'pair %' then 0 else greatest(f.failures - 1, 0) end
           from present where f.key = present.key
         )
         select before from present where key = $2`,
        [counters.map(([key]) => key), `account ${attempt.account}`],
      )
      return account?.before ?? 0
    },
    async forgive(account) {
      await platform.asSystem(
        `delete from platform.sign_in_failures where key = $1 or (key like 'pair %' and split_part(key, ' ', 3) = $2)`,
        [`account ${account}`, account],
      )
    },
  }
}
