import type { Logger } from '@wasla/sdk'
import type { PlatformDatabase, PlatformQuery } from '../database/data-access.ts'
import type { StoredSession } from './session-cache.ts'
import { createToken, hashToken } from './session-token.ts'

/** However much it is used, a session ends after this. */
const SESSION_DAYS = 30
/** A session that is not used ends after this. */
const IDLE_DAYS = 7
export const ACCESS_MINUTES = 15
/** Hosts hear of revoked sessions here; triggers on the tables tell. */
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
  readonly impersonated_by: string | null
}

/**
 * Reads a live session by the hash of its cookie or of an access token: of a member, in an organization that is not suspended,
 * with a second factor where the organization requires one.
 */
export async function readSession(
  platform: PlatformDatabase,
  tokenHash: Buffer,
  log: Logger,
): Promise<StoredSession | null> {
  const [row] = await platform.asSystem<Row>(
    `with token as (
       select a.session_id, a.expires_at from platform.access_tokens a where a.token_hash = $1 and a.expires_at > now()
       union all
       select s.id, s.expires_at from platform.sessions s where s.token_hash = $1
     )
     select s.id, s.organization_id, s.user_id, least(token.expires_at, s.expires_at) as expires_at, u.email, u.full_name,
            m.role, s.impersonated_by, coalesce(u.language, o.default_language) as language,
            s.last_used_at < now() - interval '10 minutes' as long_unseen
     from token
     join platform.sessions s on s.id = token.session_id
     join platform.users u on u.id = s.user_id
     join platform.memberships m on m.organization_id = s.organization_id and m.user_id = s.user_id
     join platform.organizations o on o.id = s.organization_id
     where s.revoked_at is null and s.expires_at > now() and s.last_used_at > now() - interval '${IDLE_DAYS} days'
       and o.status = 'active' and m.status = 'active' and u.suspended_at is null
       and (not o.second_factor_required or s.second_factor_at is not null)`,
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
      ...(row.impersonated_by === null ? {} : { impersonatedBy: row.impersonated_by }),
      principal: { kind: 'user', id: row.user_id, name: row.full_name, language: row.language },
    },
  }
}

/**
 * An access token of a session, for work that goes on in its person's name: it admits no longer than the session does.
 * @returns undefined when the session is over
 */
export async function issueAccessToken(
  platform: PlatformDatabase,
  sessionId: string,
): Promise<string | undefined> {
  const token = createToken()
  const issued = await platform.asSystem(
    `insert into platform.access_tokens (token_hash, session_id, expires_at)
     select $1, s.id, now() + interval '${ACCESS_MINUTES} minutes' from platform.sessions s
     where s.id = $2 and s.revoked_at is null and s.expires_at > now() returning 1`,
    [hashToken(token), sessionId],
  )
  return issued.length === 0 ? undefined : token
}

export async function forgetAccessToken(platform: PlatformDatabase, token: string): Promise<void> {
  await platform.asSystem('delete from platform.access_tokens where token_hash = $1', [hashToken(token)])
}

/** Where a sign-in came from, shown to the user in the list of sessions. */
export interface Client {
  readonly userAgent: string | null
  readonly address: string | null
}

/** How somebody proved who they are. */
export interface SignInProof {
  /** `password`, `passkey`, or the provider that vouched. */
  readonly method: string
  readonly secondFactor: boolean
}

export interface SessionOwner {
  readonly userId: string
  readonly organizationId: string
}

/** What a program is given: it renews the access token with the refresh token, which works once. */
export interface IssuedTokens {
  readonly accessToken: string
  readonly expiresAt: Date
  readonly refreshToken: string
  readonly refreshExpiresAt: Date
}

export interface IssuedSession {
  readonly tokens: IssuedTokens
  /** For the browser: valid as long as the session. */
  readonly cookie: { readonly token: string; readonly expiresAt: Date }
}

/** Creates a session; its tokens exist nowhere but in the answer. */
export async function issueSession(
  query: PlatformQuery,
  owner: SessionOwner,
  client: Client,
  proof: SignInProof = { method: 'password', secondFactor: false },
): Promise<IssuedSession> {
  const [cookie, accessToken, refreshToken] = [createToken(), createToken(), createToken()]
  const [row] = await query<{ session_expires_at: Date; access_expires_at: Date }>(
    `with session as (
       insert into platform.sessions
         (token_hash, user_id, organization_id, expires_at, user_agent, address, method, second_factor_at)
       values ($1, $2, $3, now() + interval '${SESSION_DAYS} days', $4, $5, $6, case when $7 then now() end)
       returning id, expires_at
     ), access as (
       insert into platform.access_tokens (token_hash, session_id, expires_at)
       select $8, id, now() + interval '${ACCESS_MINUTES} minutes' from session returning expires_at
     ), refresh as (
       insert into platform.refresh_tokens (token_hash, session_id, expires_at) select $9, id, expires_at from session
     )
     select session.expires_at as session_expires_at, access.expires_at as access_expires_at from session, access`,
    [
      hashToken(cookie),
      owner.userId,
      owner.organizationId,
      client.userAgent,
      client.address,
      proof.method,
      proof.secondFactor,
      hashToken(accessToken),
      hashToken(refreshToken),
    ],
  )
  if (row === undefined) throw new Error('The session was not written')
  return {
    tokens: {
      accessToken,
      expiresAt: row.access_expires_at,
      refreshToken,
      refreshExpiresAt: row.session_expires_at,
    },
    cookie: { token: cookie, expiresAt: row.session_expires_at },
  }
}
