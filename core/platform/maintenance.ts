import { signSealsAnew } from '../audit/sign-seals.ts'
import { verifyAudit, type AuditVerification } from '../audit/verify-audit.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { createPlatformDatabase } from '../database/platform-database.ts'
import { ConnectionPool } from '../database/statements/connection-pool.ts'
import { createKeyring, type EncryptionKeys } from '../encryption/keyring.ts'
import { rotateKeys, type KeyRotation } from '../encryption/rotate-keys.ts'

export interface MaintenanceOptions {
  /** The application's login. */
  readonly url: string
  /** As hosts have them. */
  readonly encryptionKeys: readonly string[]
}

/** Checks the whole audit trail; see `verifyAudit`. */
export function verifyAuditTrail(
  options: MaintenanceOptions,
  anchor?: { readonly seal: number; readonly hash: string },
): Promise<AuditVerification> {
  return withPlatform(options, (platform, signer) => verifyAudit({ platform, signer }, anchor))
}

/** Encrypts and signs everything with the first key; see `rotateKeys`. */
export function rotateEncryptionKeys(options: MaintenanceOptions): Promise<KeyRotation> {
  return withPlatform(options, async (platform, keyring) => {
    const rotation = await rotateKeys(platform, keyring)
    const seals = await signSealsAnew(platform, keyring)
    return seals === 0
      ? rotation
      : { ...rotation, rotated: { ...rotation.rotated, 'platform.audit_seals.signature': seals } }
  })
}

async function withPlatform<Result>(
  { url, encryptionKeys }: MaintenanceOptions,
  work: (platform: PlatformDatabase, keyring: EncryptionKeys) => Promise<Result>,
): Promise<Result> {
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const pool = new ConnectionPool({ url, size: 2, name: 'wasla maintenance', log: quiet })
  try {
    return await work(createPlatformDatabase({ pool }), createKeyring(encryptionKeys))
  } finally {
    await pool.close()
  }
}
