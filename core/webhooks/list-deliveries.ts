import { decodeCursor, notFound, toPage, type Page, type PageQuery } from '@wasla/sdk'
import { z } from 'zod'
import type { PlatformDatabase } from '../database/data-access.ts'
import { readWebhook } from './manage-webhooks.ts'
import { messageBody, type LoggedEvent } from './webhook-message.ts'
import type { DeliverySummary, WebhookDelivery } from './webhook.schema.ts'

const EXCERPT_LENGTH = 4_000

const COLUMNS = `d.id, d.event_id as "messageId", d.event, to_json(d.occurred_at) #>> '{}' as "occurredAt", d.status, d.attempts,
  to_json(case when d.status = 'waiting' then d.next_attempt_at end) #>> '{}' as "nextAttemptAt"`

/** What was sent to an endpoint, the newest first. @throws not-found `webhook_not_found` */
export async function listDeliveries(
  platform: PlatformDatabase,
  organizationId: string,
  endpointId: string,
  { cursor, limit, status }: PageQuery & { readonly status?: string },
): Promise<Page<DeliverySummary>> {
  await readWebhook(platform, organizationId, endpointId)
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.uuid()]))[0]
  const rows = await platform.inOrganization<DeliverySummary>(
    organizationId,
    `select ${COLUMNS} from platform.webhook_deliveries d
     where d.organization_id = $1 and d.endpoint_id = $2 and ($3::uuid is null or d.id < $3) and ($4::text is null or d.status = $4)
     order by d.id desc limit $5`,
    [organizationId, endpointId, before, status ?? null, limit + 1],
  )
  return toPage(rows, limit, ({ id }) => [id])
}

/** One delivery with what was sent and every answer. @throws not-found `webhook_delivery_not_found` */
export async function readDelivery(
  platform: PlatformDatabase,
  organizationId: string,
  endpointId: string,
  id: string,
): Promise<WebhookDelivery> {
  const [row] = await platform.inOrganization<
    DeliverySummary & { log: WebhookDelivery['log']; logged: LoggedEvent | null }
  >(
    organizationId,
    `select ${COLUMNS},
       coalesce((select jsonb_agg(jsonb_build_object('at', a.at, 'durationMs', a.duration_ms, 'succeeded', a.succeeded,
           'responseStatus', a.response_status, 'responseExcerpt', a.response_excerpt, 'error', a.error) order by a.id desc)
         from platform.webhook_attempts a where a.delivery_id = d.id), '[]') as log,
       (select jsonb_build_object('event', l.name, 'version', l.version, 'occurredAt', l.occurred_at, 'organizationId', l.organization_id, 'data', l.payload)
         from platform.event_log l where l.id = d.event_id and l.occurred_at = d.occurred_at) as logged
     from platform.webhook_deliveries d where d.organization_id = $1 and d.endpoint_id = $2 and d.id = $3`,
    [organizationId, endpointId, id],
  )
  if (row === undefined)
    throw notFound(
      'webhook_delivery_not_found',
      'There is no such delivery of this webhook; deliveries are kept for 30 days.',
    )
  const { logged, ...delivery } = row
  return { ...delivery, request: logged === null ? null : messageBody(logged).slice(0, EXCERPT_LENGTH) }
}
