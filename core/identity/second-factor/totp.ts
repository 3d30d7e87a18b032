import { Secret, TOTP } from 'otpauth'
import type { PlatformQuery } from '../../database/data-access.ts'
import type { Keyring } from '../../encryption/keyring.ts'

const ISSUER = 'Wasla'
/** One step of 30 seconds before and after: clocks differ. */
const WINDOW = 1

const place = (userId: string) => `platform.totp_secrets ${userId}`

const totpOf = (secret: string, label = '') =>
  new TOTP({
    issuer: ISSUER,
    label,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
  })

/** What an authenticator app is given, as text and as the address inside a QR code. */
export interface TotpSetup {
  readonly secret: string
  readonly uri: string
}

export function createTotp(email: string): TotpSetup {
  const secret = new Secret({ size: 20 }).base32
  return { secret, uri: totpOf(secret, email).toString() }
}

export const sealTotpSecret = (keyring: Keyring, userId: string, secret: string) =>
  keyring.seal(secret, place(userId))

/**
 * Whether a code is right, and was not used before: the step of the last one is kept, and neither it nor an earlier one works
 * again, however many are tried at once.
 * @param confirmed false for the first code, which proves that the app has the secret
 */
export async function useTotpCode(
  query: PlatformQuery,
  keyring: Keyring,
  userId: string,
  code: string,
  confirmed = true,
): Promise<boolean> {
  const [row] = await query<{ sealed_secret: string }>(
    `select sealed_secret from platform.totp_secrets where user_id = $1 and (confirmed_at is not null) = $2`,
    [userId, confirmed],
  )
  if (row === undefined) return false
  const now = Date.now()
  const delta = totpOf(keyring.open(row.sealed_secret, place(userId))).validate({
    token: code.replaceAll(/\s/g, ''),
    timestamp: now,
    window: WINDOW,
  })
  if (delta === null) return false
  const [used] = await query(
    `update platform.totp_secrets set last_step = $2, confirmed_at = coalesce(confirmed_at, now())
     where user_id = $1 and last_step < $2 and sealed_secret = $3 returning user_id`,
    [userId, TOTP.counter({ period: 30, timestamp: now }) + delta, row.sealed_secret],
  )
  return used !== undefined
}
