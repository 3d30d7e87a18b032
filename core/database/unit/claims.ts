import { conflict } from '@wasla/sdk'
import type { DatabaseScope, IdempotencyClaim, LeaseFence } from '../data-access.ts'
import { toJson } from '../statements/encode.ts'
import { rowCount, type Statement, type StatementResult } from '../statements/statement.ts'

/** What a unit of work claims before the plugin's first statement; both wait for a twin that is under way. */
export interface Claims {
  readonly effect: NonNullable<DatabaseScope['effect']> | undefined
  readonly idempotency: IdempotencyClaim | undefined
  readonly fence: LeaseFence | undefined
}

/** To be run as the login role. */
export function claimStatements(
  { effect, idempotency, fence }: Claims,
  organizationId: string,
  named: boolean,
): Statement[] {
  const statements: Statement[] = []
  if (effect !== undefined) {
    statements.push({
      text: 'insert into platform.subscriber_effects (subscriber, event_id, organization_id) values ($1, $2, $3) on conflict do nothing',
      values: [effect.subscriber, effect.eventId, organizationId],
      name: named ? 'wasla_effect' : undefined,
    })
  }
  if (idempotency !== undefined) statements.push(claimKey(idempotency, organizationId, named))
  if (fence !== undefined) {
    statements.push({
      // Shared until the commit: whoever takes the lease over waits for it, so nothing of this comes after.
      text: `select 1 from platform.singleton_leases
        where name = $1 and organization_id = $2 and key = $3 and token = $4 and holder is not null
          and lease_until > clock_timestamp()
        for share`,
      values: [fence.name, organizationId, fence.key, fence.token.toString()],
      name: named ? 'wasla_fence' : undefined,
    })
  }
  return statements
}

/** @param source organization, key, digest of the body, result, status and end of each, as SQL */
export const claimText = (source: string): string =>
  // A row that has expired is as good as none.
  `insert into platform.idempotency_keys as k (organization_id, key, body_hash, body, status, expires_at)
      ${source}
      on conflict (organization_id, key) do update
        set expires_at = platform.take_again(k.expires_at, excluded.expires_at), created_at = now(),
          body_hash = excluded.body_hash, status = excluded.status, headers = null, body = excluded.body`

const CLAIM = claimText("values ($1, $2, $3, $4, $5, now() + interval '24 hours')")

/**
 * Claims the key of a request: http answers another one with it from this row.
 * @param result what the write came to, where that is known already
 */
export function claimKey(
  { key, bodyHash, status }: IdempotencyClaim,
  organizationId: string,
  named: boolean,
  result?: unknown,
): Statement {
  return {
    text: CLAIM,
    values: [organizationId, key, bodyHash, result === undefined ? null : toJson(result), status],
    name: named ? 'wasla_claim' : undefined,
  }
}

/** Keeps what the write came to, for the case that its host dies before it has answered. */
export function settleKey(
  { key }: IdempotencyClaim,
  organizationId: string,
  named: boolean,
  result: unknown,
): Statement {
  return {
    text: 'update platform.idempotency_keys set body = $3 where organization_id = $1 and key = $2',
    values: [organizationId, key, toJson(result ?? null)],
    name: named ? 'wasla_settle' : undefined,
  }
}

/**
 * Reads the answers to the claims.
 * @returns false when the effect was had already, so that the work must be skipped
 * @throws conflict `lease_lost` when another may hold the singleton's lease by now
 */
export function claimed(
  { effect, idempotency, fence }: Claims,
  results: readonly StatementResult[],
): boolean {
  if (effect !== undefined && rowCount(results[0]) === 0) return false
  const last = Number(effect !== undefined) + Number(idempotency !== undefined)
  if (fence !== undefined && rowCount(results[last]) === 0) {
    throw conflict(
      'lease_lost',
      `The singleton "${fence.name}" wrote nothing, because its lease is over and another host may run it by now; it must stop, as its signal says.`,
    )
  }
  return true
}
