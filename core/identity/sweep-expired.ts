import type { Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'

const HOUR = 3_600_000

const EXPIRED = [
  'delete from platform.account_tokens where expires_at < now()',
  'delete from platform.access_tokens where expires_at < now()',
  'delete from platform.passkey_challenges where expires_at < now()',
  'delete from platform.provider_sign_ins where expires_at < now()',
  'delete from platform.pending_registrations where expires_at < now()',
  'delete from platform.email_changes where expires_at < now()',
  `delete from platform.rate_counts where ends_at < now() - interval '1 minute'`,
  'delete from platform.sign_in_failures where forgotten_at < now()',
  'delete from platform.push_subscriptions p using platform.sessions s where s.id = p.session_id and (s.revoked_at is not null or s.expires_at < now())',
  // A while after their end, so that the reuse of a refresh token is still noticed.
  `delete from platform.sessions where expires_at < now() - interval '30 days'`,
]

/** Removes what has expired, every hour. Nothing depends on it: all of it is refused by its time. */
export function sweepExpired(platform: PlatformDatabase, log: Logger): () => void {
  const sweep = async () => {
    for (const statement of EXPIRED) await platform.asSystem(statement)
  }
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => log.warn({ err: error }, 'Expired tokens could not be removed'))
  }, HOUR)
  timer.unref()
  return () => clearInterval(timer)
}
