import { notFound } from '@wasla/sdk'
import type { PlatformDatabase, PlatformQuery } from '../../database/data-access.ts'

/** Ends a session everywhere. Triggers tell the hosts. */
export async function revokeSession(platform: PlatformDatabase, sessionId: string): Promise<void> {
  await platform.asSystem(
    'update platform.sessions set revoked_at = now() where id = $1 and revoked_at is null',
    [sessionId],
  )
}

/**
 * Ends one of a person's own sessions.
 * @throws notFound `session_not_found`
 */
export async function revokeOwnSession(
  platform: PlatformDatabase,
  userId: string,
  sessionId: string,
): Promise<void> {
  const [ended] = await platform.asSystem(
    `update platform.sessions set revoked_at = now()
     where id = $1 and user_id = $2 and revoked_at is null and expires_at > now() returning id`,
    [sessionId, userId],
  )
  if (ended === undefined)
    throw notFound('session_not_found', 'You have no such session; it may have ended already.')
}

/** Ends all sessions of a person, but for one. @returns how many */
export async function revokeSessionsOf(
  query: PlatformQuery,
  userId: string,
  except: string | null = null,
): Promise<number> {
  const ended = await query(
    `update platform.sessions set revoked_at = now()
     where user_id = $1 and revoked_at is null and expires_at > now() and ($2::uuid is null or id <> $2) returning id`,
    [userId, except],
  )
  return ended.length
}
