import type { Logger } from '@wasla/sdk'
import type { IdempotencyClaim, PlatformDatabase } from '../../database/data-access.ts'
import { KeptResponses } from './kept-responses.ts'

/** What is kept of a request with an `Idempotency-Key`. */
export interface StoredResponse {
  readonly bodyHash: Buffer
  /** `null` when the write was committed but its response was not stored any more. */
  readonly status: number | null
  readonly headers: Record<string, string>
  /** The response's text; while `status` is null, the result of the write. */
  readonly body: unknown
}

interface Row {
  readonly body_hash: Buffer
  readonly status: number | null
  readonly headers: Record<string, string> | null
  readonly body: unknown
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
  return {
    async find(organizationId, claim) {
      const known = kept.find(organizationId, claim)
      if (known !== undefined) return known
      const { principal, route, key } = claim
      const [row] = await platform.inOrganization<Row>(
        organizationId,
        `select body_hash, status, headers, body from platform.idempotency_keys
         where organization_id = $1 and principal = $2 and route = $3 and key = $4 and expires_at > now()`,
        [organizationId, principal, route, key],
      )
      if (row === undefined) return undefined
      return { bodyHash: row.body_hash, status: row.status, headers: row.headers ?? {}, body: row.body }
    },
    async save(organizationId, claim, response) {
      const { principal, route, key, bodyHash } = claim
      if (claim.committed === true) {
        kept.add({ organizationId, claim, response: { ...response, bodyHash } })
        return
      }
      // The handler wrote nothing, and so nobody has claimed the key yet.
      const { status, headers, body } = response
      await platform.inOrganization(
        organizationId,
        `insert into platform.idempotency_keys
           (organization_id, principal, route, key, body_hash, status, headers, body, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, now() + interval '24 hours')
         on conflict (organization_id, principal, route, key)
         do update set status = excluded.status, headers = excluded.headers, body = excluded.body`,
        [
          organizationId,
          principal,
          route,
          key,
          bodyHash,
          status,
          JSON.stringify(headers),
          JSON.stringify(body),
        ],
      )
    },
    close: () => kept.settle(),
  }
}
