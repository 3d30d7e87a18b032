import { invalid } from '@wasla/sdk'
import type { PlatformQuery } from '../../database/data-access.ts'
import { createToken, hashToken } from '../session-token.ts'

export type TokenPurpose =
  | 'verify-email'
  | 'reset-password'
  | 'approve-email-change'
  | 'confirm-new-email'
  | 'second-factor'
  | 'verify-phone'

export interface AccountToken<Details> {
  readonly userId: string
  readonly details: Details
}

interface TokenRequest {
  readonly purpose: TokenPurpose
  readonly userId: string
  readonly minutes: number
  readonly details?: object
}

/** Issues a secret for one purpose; earlier ones of the same purpose stop working. */
export async function issueAccountToken(
  query: PlatformQuery,
  { purpose, userId, minutes, details = {} }: TokenRequest,
): Promise<{ token: string; expiresAt: Date }> {
  const token = createToken()
  const [row] = await query<{ expires_at: Date }>(
    `with earlier as (
       delete from platform.account_tokens where user_id = $3 and purpose = $2 and purpose <> 'second-factor'
     )
     insert into platform.account_tokens (token_hash, purpose, user_id, details, expires_at)
     values ($1, $2, $3, $4, now() + make_interval(mins => $5)) returning expires_at`,
    [hashToken(token), purpose, userId, JSON.stringify(details), minutes],
  )
  if (row === undefined) throw new Error('The token was not written')
  return { token, expiresAt: row.expires_at }
}

/**
 * Uses a secret up: of any number of uses at the same time, one succeeds.
 * @throws invalid `token_invalid`
 */
export async function consumeAccountToken<Details>(
  query: PlatformQuery,
  purpose: TokenPurpose,
  token: string,
): Promise<AccountToken<Details>> {
  const [row] = await query<AccountToken<Details>>(
    `delete from platform.account_tokens where token_hash = $1 and purpose = $2 and expires_at > now()
     returning user_id as "userId", details`,
    [hashToken(token), purpose],
  )
  if (row !== undefined) return row
  throw invalid(
    'token_invalid',
    'This link was used already, has expired or is incomplete; ask for a new one.',
  )
}
