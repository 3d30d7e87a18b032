import type { PlatformDatabase } from '../database/data-access.ts'
import type { EncryptionKeys } from '../encryption/keyring.ts'
import { AUDIT_SEAL } from './audit-sealer.ts'

const PAGE = 500

/** Signs the seals of the audit trail with the first key, where an earlier key vouches for them. Part of a key's replacement. */
export async function signSealsAnew(platform: PlatformDatabase, keyring: EncryptionKeys): Promise<number> {
  let signed = 0
  for (let after = '0'; ; ) {
    const page = await platform.asSystem<{ id: string; hash: string; signature: string }>(
      `select id::text, encode(hash, 'hex') as hash, signature from platform.audit_seals
       where id > $1::bigint and signature is not null order by audit_seals.id limit ${PAGE}`,
      [after],
    )
    for (const { id, hash, signature } of page) {
      if (keyring.isCurrent(signature) || keyring.check(signature, hash, AUDIT_SEAL) !== 'valid') continue
      await platform.asSystem('update platform.audit_seals set signature = $2 where id = $1::bigint', [
        id,
        keyring.sign(hash, AUDIT_SEAL),
      ])
      signed += 1
    }
    if (page.length < PAGE) return signed
    after = page.at(-1)?.id ?? after
  }
}
