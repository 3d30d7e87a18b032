import { randomUUID } from 'node:crypto'
import {
  decodeCursor,
  conflict,
  invalid,
  notFound,
  toPage,
  type Page,
  type PageQuery,
  type WaslaError,
} from '@wasla/sdk'
import { z } from 'zod'
import type { Actor } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Keyring } from '../encryption/keyring.ts'
import { changeBy, changeOrganization } from '../organizations/organization-change.ts'
import { ForbiddenTargetError, resolveTarget, type Outbound } from '../outbound/resolve-target.ts'
import { assertEventTypes, type EventTypeSource } from './event-types.ts'
import { createWebhookSecret, secretPlace } from './webhook-secret.ts'
import type { WebhookInput, WebhookView } from './webhook.schema.ts'

export interface WebhookDependencies extends EventTypeSource {
  readonly platform: PlatformDatabase
  readonly keyring: Keyring
  readonly outbound: Outbound
}

/** Each endpoint costs the writes it is told of. */
const MOST_ENDPOINTS = 50

const COLUMNS = `id, url, description, events, enabled, disabled_reason as "disabledReason",
  to_json(case when previous_secret_until > now() then previous_secret_until end) #>> '{}' as "previousSecretUntil",
  to_json(created_at) #>> '{}' as "createdAt"`

export function webhookNotFound(): WaslaError {
  return notFound('webhook_not_found', 'There is no such webhook in this organization.')
}

/** The newest first. */
export async function listWebhooks(
  platform: PlatformDatabase,
  organizationId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<WebhookView>> {
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.uuid()]))[0]
  const rows = await platform.inOrganization<WebhookView>(
    organizationId,
    `select ${COLUMNS} from platform.webhook_endpoints where organization_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [organizationId, before, limit + 1],
  )
  return toPage(rows, limit, ({ id }) => [id])
}

/** @throws not-found `webhook_not_found` */
export async function readWebhook(
  platform: PlatformDatabase,
  organizationId: string,
  id: string,
): Promise<WebhookView> {
  const [webhook] = await platform.inOrganization<WebhookView>(
    organizationId,
    `select ${COLUMNS} from platform.webhook_endpoints where organization_id = $1 and id = $2`,
    [organizationId, id],
  )
  if (webhook === undefined) throw webhookNotFound()
  return webhook
}

/** @throws invalid `event_type_unknown` or `webhook_url_refused`; conflict `webhook_limit_reached` */
export async function createWebhook(
  dependencies: WebhookDependencies,
  actor: Actor,
  input: { readonly url: string; readonly events: readonly string[]; readonly description: string },
): Promise<WebhookView & { secret: string }> {
  await assertTarget(dependencies, input.url)
  await assertEventTypes(dependencies, actor.organizationId, input.events)
  const secret = createWebhookSecret()
  const id = randomUUID()
  return changeOrganization(dependencies.platform, changeBy(actor), async (query) => {
    const [created] = await query<WebhookView>(
      `insert into platform.webhook_endpoints (id, organization_id, url, description, events, sealed_secret)
       select $1::uuid, $2::uuid, $3, $4, $5::text[], $6
       where (select count(*) from platform.webhook_endpoints where organization_id = $2) < $7
       returning ${COLUMNS}`,
      [
        id,
        actor.organizationId,
        input.url,
        input.description,
        input.events,
        dependencies.keyring.seal(secret, secretPlace(id)),
        MOST_ENDPOINTS,
      ],
    )
    if (created === undefined)
      throw conflict(
        'webhook_limit_reached',
        `An organization has at most ${MOST_ENDPOINTS} webhooks; delete one first.`,
      )
    return { ...created, secret }
  })
}

/** @throws not-found `webhook_not_found`; invalid `event_type_unknown` or `webhook_url_refused` */
export async function changeWebhook(
  dependencies: WebhookDependencies,
  actor: Actor,
  id: string,
  input: WebhookInput,
): Promise<WebhookView> {
  if (input.url !== undefined) await assertTarget(dependencies, input.url)
  if (input.events !== undefined) await assertEventTypes(dependencies, actor.organizationId, input.events)
  return changeOrganization(dependencies.platform, changeBy(actor), async (query) => {
    const [changed] = await query<WebhookView>(
      `update platform.webhook_endpoints set url = coalesce($3, url), description = coalesce($4, description),
         events = coalesce($5::text[], events), enabled = coalesce($6, enabled),
         disabled_reason = case when $6 then null else disabled_reason end
       where organization_id = $1 and id = $2 returning ${COLUMNS}`,
      [
        actor.organizationId,
        id,
        input.url ?? null,
        input.description ?? null,
        input.events ?? null,
        input.enabled ?? null,
      ],
    )
    if (changed === undefined) throw webhookNotFound()
    return changed
  })
}

/** With its deliveries and their log. @throws not-found `webhook_not_found` */
export async function deleteWebhook(platform: PlatformDatabase, actor: Actor, id: string): Promise<void> {
  await changeOrganization(platform, changeBy(actor), async (query) => {
    const deleted = await query(
      'delete from platform.webhook_endpoints where organization_id = $1 and id = $2 returning 1',
      [actor.organizationId, id],
    )
    if (deleted.length === 0) throw webhookNotFound()
  })
}

/** Signs with a new secret, and for a while with the present one too. @throws not-found `webhook_not_found` */
export async function rotateSecret(
  { platform, keyring }: WebhookDependencies,
  actor: Actor,
  id: string,
  overlapHours: number,
): Promise<{ secret: string; previousSecretUntil: string }> {
  const secret = createWebhookSecret()
  return changeOrganization(platform, changeBy(actor), async (query) => {
    const [rotated] = await query<{ previousSecretUntil: string }>(
      `update platform.webhook_endpoints set sealed_previous_secret = sealed_secret, sealed_secret = $3,
         previous_secret_until = now() + make_interval(hours => $4)
       where organization_id = $1 and id = $2 returning to_json(previous_secret_until) #>> '{}' as "previousSecretUntil"`,
      [actor.organizationId, id, keyring.seal(secret, secretPlace(id)), overlapHours],
    )
    if (rotated === undefined) throw webhookNotFound()
    return { secret, previousSecretUntil: rotated.previousSecretUntil }
  })
}

/** Refuses early what would be refused at every attempt; a name that is not known yet may come. */
async function assertTarget({ outbound }: WebhookDependencies, url: string): Promise<void> {
  try {
    await resolveTarget(new URL(url), outbound)
  } catch (error) {
    if (!(error instanceof ForbiddenTargetError)) return
    throw invalid(
      'webhook_url_refused',
      "Webhooks are sent to public addresses by https only, and never into the platform's own network; give another address.",
      {
        fields: [{ field: 'url', message: 'is not a public https address' }],
      },
    )
  }
}
