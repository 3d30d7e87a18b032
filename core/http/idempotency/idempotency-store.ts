import type { Logger } from '@wasla/sdk'
import type { IdempotencyClaim, PlatformDatabase } from '../../database/data-access.ts'
import { KeptResponses } from './kept-responses.ts'
import { KeyLookups } from './key-lookups.ts'

/** What is kept of a request with an `Idempotency-Key`. */
export interface StoredResponse {
  readonly bodyHash: Buffer
  /** `null` when the write was committed but its response was not stored any more. */
  readonly status: number | null
  /** `null` when what is kept is the result of the write, from which its route's answer is made. */
  readonly headers: Record<string, string> | null
  /** The response's text, or the result as JSON. */
  readonly body: string | null
}

export interface IdempotencyStore {
  find(organizationId: string, claim: IdempotencyClaim): Promise<StoredResponse | undefined>
  save(
    organizationId: string,
    claim: IdempotencyClaim,
    response: Omit<StoredResponse, 'bodyHash'>,
  ): Promise<void>
  /** Waits until everything is saved. */
  close(): Promise<void>
}

export function createIdempotencyStore(platform: PlatformDatabase, log: Logger): IdempotencyStore {
  const kept = new KeptResponses(platform, log)
  const lookups = new KeyLookups(platform)
  return {
    async find(organizationId, claim) {
      const known = kept.find(organizationId, claim)
      return known ?? lookups.find(organizationId, claim.key)
    },
    async save(organizationId, claim, response) {
      const { key, bodyHash } = claim
      if (claim.committed === true) {
        kept.add({ organizationId, claim, response: { ...response, bodyHash } })
        return
      }
      // The handler wrote nothing, and so nobody has claimed the key yet.
      const { status, headers, body } = response
      await platform.inOrganization(
        organizationId,
        `insert into platform.idempotency_keys
           (organization_id, key, body_hash, status, headers, body, expires_at)
         values ($1, $2, $3, $4, $5, $6, now() + interval '24 hours')
         on conflict (organization_id, key)
         do update set status = excluded.status, headers = excluded.headers, body = excluded.body`,
        [organizationId, key, bodyHash, status, JSON.stringify(headers), body],
      )
    },
    close: () => kept.settle(),
  }
}
