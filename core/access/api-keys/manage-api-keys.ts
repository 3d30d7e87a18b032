import { z } from 'zod'
import { decodeCursor, notFound, toPage, type Page, type PageQuery } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import type { PlatformDatabase, PlatformQuery } from '../../database/data-access.ts'
import { tellOwners } from '../../notifications/security-notices.ts'
import { changeBy, changeOrganization } from '../../organizations/organization-change.ts'
import type { ApiKeyView, NewApiKey } from '../access.schema.ts'
import { assertGrantable } from '../roles/assert-grantable.ts'
import { assertMayGrant } from '../roles/assert-may-grant.ts'
import type { RoleDependencies } from '../roles/change-roles.ts'
import { createApiKeyToken, hashSecret } from './api-key-token.ts'

const KEYS = `
  select k.id, k.name, 'wsk_' || k.public_id as prefix, k.permissions, k.rate_limit as "rateLimit", u.full_name as "createdBy",
    k.created_at as "createdAt", k.expires_at as "expiresAt", s.last_used_at as "lastUsedAt",
    case when k.revoked_at is not null then 'revoked' when k.expires_at <= now() then 'expired' else 'active' end as status
  from platform.api_keys k
  left join platform.api_key_uses s on s.key_id = k.id
  left join platform.users u on u.id = k.created_by
  where k.organization_id = $1`

/** The newest first. */
export async function listApiKeys(
  platform: PlatformDatabase,
  organizationId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<ApiKeyView>> {
  const [before] = cursor === undefined ? [null] : decodeCursor(cursor, z.tuple([z.uuid()]))
  const rows = await platform.asSystem<ApiKeyView>(
    `${KEYS} and ($2::uuid is null or k.id < $2) order by k.id desc limit $3`,
    [organizationId, before, limit + 1],
  )
  return toPage(rows, limit, ({ id }) => [id])
}

/** @throws not-found `api_key_not_found` */
async function readKey(query: PlatformQuery, organizationId: string, id: string): Promise<ApiKeyView> {
  const [key] = await query<ApiKeyView>(`${KEYS} and k.id = $2`, [organizationId, id])
  if (key !== undefined) return key
  throw notFound('api_key_not_found', 'There is no such API key in this organization.')
}

/**
 * Makes a key; its secret is in the answer, and nowhere else.
 * @throws invalid `permission_unknown`; forbidden `grant_exceeds_own`
 */
export async function createApiKey(
  { platform, access }: RoleDependencies,
  actor: Actor,
  { name, permissions, rateLimit, expiresAt }: NewApiKey,
): Promise<ApiKeyView & { key: string }> {
  assertGrantable(permissions, access.roles.catalog)
  assertMayGrant(actor.permissions, permissions)
  const { organizationId, principal } = actor
  const { text, publicId, secret } = createApiKeyToken()
  return changeOrganization(platform, changeBy(actor), async (query) => {
    const [created] = await query<{ id: string }>(
      `insert into platform.api_keys (organization_id, public_id, secret_hash, name, permissions, rate_limit, expires_at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
      [
        organizationId,
        publicId,
        hashSecret(secret),
        name,
        permissions,
        rateLimit ?? null,
        expiresAt ?? null,
        principal.kind === 'user' ? principal.id : null,
      ],
    )
    if (created === undefined) throw new Error('The API key was not written')
    await tellOwners(query, organizationId, 'api-key-created', { name })
    return { ...(await readKey(query, organizationId, created.id)), key: text }
  })
}

/** Ends a key on every host; a trigger tells them. @throws not-found `api_key_not_found` */
export async function revokeApiKey(platform: PlatformDatabase, actor: Actor, id: string): Promise<void> {
  const { organizationId } = actor
  await changeOrganization(platform, changeBy(actor), async (query) => {
    const { name } = await readKey(query, organizationId, id)
    const revoked = await query(
      'update platform.api_keys set revoked_at = now() where organization_id = $1 and id = $2 and revoked_at is null returning 1',
      [organizationId, id],
    )
    if (revoked.length > 0) await tellOwners(query, organizationId, 'api-key-revoked', { name })
  })
}
