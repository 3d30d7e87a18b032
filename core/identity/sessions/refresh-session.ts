import { unauthenticated } from '@wasla/sdk'
import { postSecurityNotice } from '../../notifications/security-notices.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import { createToken, hashToken } from '../session-token.ts'
import { ACCESS_MINUTES, type IssuedTokens } from '../stored-sessions.ts'

interface Reuse {
  readonly userId: string
  readonly revoked: boolean
}

/**
 * Renews a program's tokens. A refresh token works once: when one comes a second time, somebody else has it too, and the
 * whole session ends.
 * @throws unauthenticated `refresh_token_invalid` or `refresh_token_reused`
 */
export async function refreshSession(
  { platform }: Pick<AccountDependencies, 'platform'>,
  refreshToken: string,
): Promise<IssuedTokens> {
  const outcome = await platform.transaction(async (query) => {
    const [accessToken, next] = [createToken(), createToken()]
    const [renewed] = await query<{ access_expires_at: Date; refresh_expires_at: Date }>(
      `with used as (
         update platform.refresh_tokens set used_at = now()
         where token_hash = $1 and used_at is null and expires_at > now() returning session_id
       ), session as (
         update platform.sessions s set last_used_at = now() from used
         where s.id = used.session_id and s.revoked_at is null and s.expires_at > now()
         returning s.id, s.expires_at
       ), access as (
         insert into platform.access_tokens (token_hash, session_id, expires_at)
         select $2, id, now() + interval '${ACCESS_MINUTES} minutes' from session returning expires_at
       ), refresh as (
         insert into platform.refresh_tokens (token_hash, session_id, expires_at)
         select $3, id, expires_at from session returning expires_at
       )
       select access.expires_at as access_expires_at, refresh.expires_at as refresh_expires_at from access, refresh`,
      [hashToken(refreshToken), hashToken(accessToken), hashToken(next)],
    )
    if (renewed !== undefined) {
      return {
        accessToken,
        expiresAt: renewed.access_expires_at,
        refreshToken: next,
        refreshExpiresAt: renewed.refresh_expires_at,
      } satisfies IssuedTokens
    }
    const [reuse] = await query<Reuse>(
      `with reused as (
         select session_id from platform.refresh_tokens where token_hash = $1 and used_at is not null
       ), revoked as (
         update platform.sessions s set revoked_at = now() from reused
         where s.id = reused.session_id and s.revoked_at is null returning s.id
       )
       select s.user_id as "userId", exists (select from revoked) as revoked
       from reused join platform.sessions s on s.id = reused.session_id`,
      [hashToken(refreshToken)],
    )
    // Said once, to whoever's session it was.
    if (reuse?.revoked === true) await postSecurityNotice(query, { id: reuse.userId }, 'sessions-revoked')
    return reuse
  })
  if (outcome !== undefined && 'accessToken' in outcome) return outcome
  if (outcome === undefined) {
    throw unauthenticated(
      'refresh_token_invalid',
      'The refresh token is unknown or has expired; sign in again.',
    )
  }
  throw unauthenticated(
    'refresh_token_reused',
    'The refresh token was used before, so somebody else may have it: the session has ended; sign in again.',
  )
}
