import type { PlatformDatabase } from '../database/data-access.ts'
import { tellOwners } from '../notifications/security-notices.ts'
import type { ClaimedDelivery } from './claim-deliveries.ts'
import { secondsToNextAttempt } from './retry-schedule.ts'
import type { Answer } from './send-webhook.ts'

const GONE = 410

/**
 * Writes down what came of an attempt, and what comes next. An endpoint that is gone, or that took nothing in the three
 * days that one message was tried, is switched off, and the organization's owners are told.
 */
export async function settleDelivery(
  platform: PlatformDatabase,
  { id, organizationId, endpointId, attempt }: ClaimedDelivery,
  answer: Answer,
): Promise<void> {
  const { succeeded, durationMs, status, excerpt, error, retryAfter } = answer
  const next = succeeded || status === GONE ? undefined : secondsToNextAttempt(attempt, retryAfter)
  const state = succeeded ? 'delivered' : next === undefined ? 'failed' : 'waiting'
  await platform.transaction(async (query) => {
    const settled = await query(
      `update platform.webhook_deliveries set status = $3, lease_until = null, next_attempt_at = now() + make_interval(secs => $4)
       where id = $1 and attempts = $2 and lease_until is not null returning 1`,
      [id, attempt, state, next ?? 0],
    )
    // Its lease ended, and another host tells what came of it.
    if (settled.length === 0) return
    await query(
      `insert into platform.webhook_attempts (organization_id, delivery_id, endpoint_id, duration_ms, succeeded, response_status, response_excerpt, error)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [organizationId, id, endpointId, durationMs, succeeded, status ?? null, excerpt ?? null, error ?? null],
    )
    if (state !== 'failed') return
    await query("select set_config('app.organization_id', $1, true)", [organizationId])
    const reason = status === GONE ? 'gone' : 'failing'
    const [disabled] = await query<{ url: string }>(
      `update platform.webhook_endpoints e set enabled = false, disabled_reason = $2
       where e.id = $1 and e.enabled and ($2 = 'gone' or not exists (
         select from platform.webhook_attempts a where a.endpoint_id = e.id and a.succeeded and a.at > now() - interval '3 days'))
       returning e.url`,
      [endpointId, reason],
    )
    if (disabled !== undefined)
      await tellOwners(query, organizationId, 'webhook-disabled', { url: disabled.url, reason })
  })
}
