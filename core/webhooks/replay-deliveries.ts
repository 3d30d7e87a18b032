import { notFound } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import { readWebhook } from './manage-webhooks.ts'

const AGAIN = `status = 'waiting', attempts = 0, next_attempt_at = now()`

/** Sends one message again, under its own id, with all attempts anew. @throws not-found `webhook_delivery_not_found` */
export async function replayDelivery(
  platform: PlatformDatabase,
  organizationId: string,
  endpointId: string,
  id: string,
): Promise<void> {
  const again = await platform.inOrganization(
    organizationId,
    `update platform.webhook_deliveries set ${AGAIN}
     where organization_id = $1 and endpoint_id = $2 and id = $3 and lease_until is null returning 1`,
    [organizationId, endpointId, id],
  )
  if (again.length > 0) return
  const underWay = await platform.inOrganization(
    organizationId,
    'select 1 from platform.webhook_deliveries where organization_id = $1 and endpoint_id = $2 and id = $3',
    [organizationId, endpointId, id],
  )
  if (underWay.length === 0)
    throw notFound(
      'webhook_delivery_not_found',
      'There is no such delivery of this webhook; deliveries are kept for 30 days.',
    )
}

/** Sends all again that failed since. Returns how many. @throws not-found `webhook_not_found` */
export async function recoverDeliveries(
  platform: PlatformDatabase,
  organizationId: string,
  endpointId: string,
  since: string,
): Promise<number> {
  await readWebhook(platform, organizationId, endpointId)
  const again = await platform.inOrganization(
    organizationId,
    `update platform.webhook_deliveries set ${AGAIN}
     where organization_id = $1 and endpoint_id = $2 and status = 'failed' and occurred_at >= $3 returning 1`,
    [organizationId, endpointId, since],
  )
  return again.length
}
