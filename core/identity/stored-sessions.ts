import type { Logger } from '@wasla/sdk'
import type { PlatformDatabase, PlatformQuery } from '../database/data-access.ts'
import type { StoredSession } from './session-cache.ts'
import { createToken, hashToken } from './session-token.ts'

const LIFETIME_DAYS = 7
/** Hosts hear of revoked sessions here. */
export const REVOCATIONS = 'wasla_sessions'

interface Row {
  readonly id: string
  readonly organization_id: string
  readonly user_id: string
  readonly email: string
  readonly full_name: string
  readonly language: 'ar' | 'en'
  readonly role: string
  readonly expires_at: Date
  readonly long_unseen: boolean
}

/** Reads a live session by the hash of its token: of a member, in an organization that is not suspended. */
export async function readSession(
  platform: PlatformDatabase,
  tokenHash: Buffer,
  log: Logger,
): Promise<StoredSession | null> {
  const [row] = await platform.asSystem<Row>(
    `select s.id, s.organization_id, s.user_id, s.expires_at, u.email, u.full_name, m.role,
            coalesce(u.language, o.default_language) as language,
            s.last_used_at < now() - interval '10 minutes' as long_unseen
     from platform.sessions s
     join platform.users u on u.id = s.user_id
     join platform.memberships m on m.organization_id = s.organization_id and m.user_id = s.user_id
     join platform.organizations o on o.id = s.organization_id
     where s.token_hash = $1 and s.revoked_at is null and s.expires_at > now() and o.status = 'active'`,
    [tokenHash],
  )
  if (row === undefined) return null
  if (row.long_unseen) {
    const seen = platform.asSystem('update platform.sessions set last_used_at = now() where id = $1', [
      row.id,
    ])
    seen.catch((error: unknown) => log.warn({ err: error }, 'The last use of a session could not be noted'))
  }
  return {
    expiresAt: row.expires_at,
    session: {
      sessionId: row.id,
      organizationId: row.organization_id,
      role: row.role,
      email: row.email,
      principal: { kind: 'user', id: row.user_id, name: row.full_name, language: row.language },
    },
  }
}

/** Where a sign-in came from, shown to the user in the list of sessions. */
export interface Client {
  readonly userAgent: string | null
  readonly address: string | null
}

export interface IssuedToken {
  readonly accessToken: string
  readonly expiresAt: Date
}

/** Creates a session; its token exists nowhere but in the answer. */
export async function issueSession(
  query: PlatformQuery,
  owner: { readonly userId: string; readonly organizationId: string },
  client: Client,
): Promise<IssuedToken> {
  const accessToken = createToken()
  const [row] = await query<{ expires_at: Date }>(
    `insert into platform.sessions (token_hash, user_id, organization_id, expires_at, user_agent, address)
     values ($1, $2, $3, now() + make_interval(days => $4), $5, $6) returning expires_at`,
    [
      hashToken(accessToken),
      owner.userId,
      owner.organizationId,
      LIFETIME_DAYS,
      client.userAgent,
      client.address,
    ],
  )
  if (row === undefined) throw new Error('The session was not written')
  return { accessToken, expiresAt: row.expires_at }
}

/** Ends a session everywhere: the notification reaches the caches of all hosts. */
export async function revokeSession(platform: PlatformDatabase, sessionId: string): Promise<void> {
  await platform.asSystem(
    `with revoked as (
       update platform.sessions set revoked_at = now() where id = $1 and revoked_at is null returning id
     )
     select pg_notify('${REVOCATIONS}', id::text) from revoked`,
    [sessionId],
  )
}
