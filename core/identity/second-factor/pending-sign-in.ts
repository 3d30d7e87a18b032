import { unauthenticated } from '@wasla/sdk'
import type { PlatformDatabase, PlatformQuery } from '../../database/data-access.ts'
import { issueAccountToken } from '../accounts/account-token.ts'
import { hashToken } from '../session-token.ts'
import type { CodeChannel } from './code-channel.ts'

const VALID_MINUTES = 10
const WRONG_CODES = 5

/** What stands between a password and a session. */
export interface PendingSecondFactor {
  /** Continues the sign-in at `/auth/second-factor`; opens nothing else. */
  readonly token: string
  /** `totp`, `backup-code`, or the name of a channel. */
  readonly methods: string[]
  readonly expiresAt: Date
}

/** How the sign-in began, and the code that was sent, if one was. */
export interface PendingDetails {
  readonly organizationId: string
  readonly method: string
  readonly afterFailures?: boolean
  readonly sentCode?: { readonly hash: string; readonly channel: string }
  readonly sent?: number
}

export interface PendingSignIn {
  readonly userId: string
  readonly details: PendingDetails
}

/**
 * Who has an authenticator app uses it, or a backup code; a channel would be a weaker way around it. Who chose their phone
 * instead uses that.
 */
export async function methodsOf(
  platform: PlatformDatabase,
  channels: readonly CodeChannel[],
  userId: string,
): Promise<string[]> {
  const [state] = await platform.asSystem<{ totp: boolean; phone: boolean; codes: boolean }>(
    `select exists (select from platform.totp_secrets where user_id = $1 and confirmed_at is not null) as totp,
            exists (select from platform.phones where user_id = $1 and second_factor) as phone,
            exists (select from platform.backup_codes where user_id = $1) as codes`,
    [userId],
  )
  const backup = state?.codes === true ? ['backup-code'] : []
  if (state?.totp === true) return ['totp', ...backup]
  const reached = await Promise.all(
    channels.map(async (channel) => ((await channel.reaches(userId)) ? [channel.name] : [])),
  )
  if (state?.phone !== true) return reached.flat()
  return [...reached.flat().filter((name) => name === 'sms'), ...backup]
}

export async function beginSecondFactor(
  platform: PlatformDatabase,
  channels: readonly CodeChannel[],
  { userId, ...details }: PendingDetails & { readonly userId: string },
): Promise<PendingSecondFactor> {
  const methods = await methodsOf(platform, channels, userId)
  const issued = await issueAccountToken(platform.asSystem, {
    purpose: 'second-factor',
    userId,
    minutes: VALID_MINUTES,
    details,
  })
  return { ...issued, methods }
}

const expired = () =>
  unauthenticated(
    'second_factor_expired',
    'This sign-in took too long or had too many wrong codes; sign in again from the start.',
  )

/**
 * The sign-in that a token continues, held until the transaction ends.
 * @throws unauthenticated `second_factor_expired`
 */
export async function holdPendingSignIn(query: PlatformQuery, token: string): Promise<PendingSignIn> {
  const [pending] = await query<PendingSignIn>(
    `select user_id as "userId", details from platform.account_tokens
     where token_hash = $1 and purpose = 'second-factor' and expires_at > now() and attempts < ${WRONG_CODES} for update`,
    [hashToken(token)],
  )
  if (pending === undefined) throw expired()
  return pending
}

export async function countWrongCode(query: PlatformQuery, token: string): Promise<void> {
  await query('update platform.account_tokens set attempts = attempts + 1 where token_hash = $1', [
    hashToken(token),
  ])
}

export async function endPendingSignIn(query: PlatformQuery, token: string): Promise<void> {
  await query('delete from platform.account_tokens where token_hash = $1', [hashToken(token)])
}

export async function rememberSentCode(
  query: PlatformQuery,
  token: string,
  details: PendingDetails,
): Promise<void> {
  await query('update platform.account_tokens set details = $2 where token_hash = $1', [
    hashToken(token),
    JSON.stringify(details),
  ])
}
