import type { PlatformDatabase } from '../../database/data-access.ts'

/** A key that may be used, as authentication needs it. */
export interface StoredApiKey {
  readonly id: string
  readonly organizationId: string
  readonly name: string
  readonly secretHash: Buffer
  readonly permissions: readonly string[]
  readonly rateLimit: number | null
  readonly expiresAt: Date | null
}

/** Reads a key that is neither revoked nor expired. */
export async function readApiKey(platform: PlatformDatabase, publicId: string): Promise<StoredApiKey | null> {
  const [row] = await platform.asSystem<Omit<StoredApiKey, 'secretHash'> & { secret: string }>(
    `select id, organization_id as "organizationId", name, encode(secret_hash, 'hex') as secret, permissions,
       rate_limit as "rateLimit", expires_at as "expiresAt"
     from platform.api_keys
     where public_id = $1 and revoked_at is null and (expires_at is null or expires_at > now())`,
    [publicId],
  )
  if (row === undefined) return null
  const { secret, ...key } = row
  return { ...key, secretHash: Buffer.from(secret, 'hex') }
}
