import type { NotificationRecipients } from '@wasla/sdk'
import type { Access } from '../access/access.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Registry } from '../kernel/registry.ts'
import type { Gate } from '../tenancy/gate.ts'
import { findRecipients } from './find-recipients.ts'
import { activeKinds, defaultChannels } from './notification-kinds.ts'

export interface DeliverDependencies {
  readonly platform: PlatformDatabase
  readonly registry: Registry
  readonly gate: Gate
  readonly access: Access
}

interface Request {
  readonly id: string
  readonly organizationId: string
  readonly kind: string
  readonly recipients: NotificationRecipients
  readonly payload: unknown
}

const BATCH = 50
const ATTEMPTS = 10
const LEASE_SECONDS = 60

/** Takes on what modules announced, until nothing waits. */
export async function deliverRequests(
  dependencies: DeliverDependencies,
  onError: (error: unknown, kind: string) => void,
): Promise<void> {
  for (;;) {
    const requests = await dependencies.platform.asSystem<Request>(
      `update platform.notification_requests r set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => $2)
       where id in (select id from platform.notification_requests where next_attempt_at <= now() and attempts < $3
         order by next_attempt_at limit $1 for update skip locked)
       returning id, organization_id as "organizationId", kind, recipients, payload`,
      [BATCH, LEASE_SECONDS, ATTEMPTS],
    )
    for (const request of requests) {
      await deliver(dependencies, request).catch((error: unknown) => onError(error, request.kind))
    }
    if (requests.length < BATCH) return
  }
}

/** Tells everybody in one transaction, in which the request goes: nobody is told twice. */
async function deliver(
  dependencies: DeliverDependencies,
  { id, organizationId, kind, recipients, payload }: Request,
): Promise<void> {
  const { platform, registry, gate } = dependencies
  const definition = activeKinds(registry, await gate.activeModules(organizationId)).find(
    (active) => active.definition.name === kind,
  )?.definition
  // Of a module that was switched off meanwhile nobody wants to hear.
  const people =
    definition === undefined ? [] : await findRecipients(dependencies, organizationId, recipients)
  await platform.transaction(async (query) => {
    const waiting = await query('delete from platform.notification_requests where id = $1 returning 1', [id])
    if (waiting.length === 0 || definition === undefined) return
    const link = definition.link?.(payload) ?? null
    for (const { userId, language, kinds, mailAfter } of people) {
      const channels =
        definition.security === true
          ? (['in-app', 'email'] as const)
          : (kinds[kind] ?? defaultChannels(definition))
      const said = [
        organizationId,
        userId,
        id,
        definition.title[language],
        definition.body(payload, language),
        link,
      ]
      if (channels.includes('in-app')) {
        await query(
          `insert into platform.notifications (organization_id, user_id, request_id, title, body, link, kind) values ($1, $2, $3, $4, $5, $6, $7)`,
          [...said, kind],
        )
      }
      if (channels.includes('email')) {
        await query(
          `insert into platform.notification_mails (organization_id, user_id, request_id, title, body, link, language, not_before)
           values ($1, $2, $3, $4, $5, $6, $7, coalesce($8::timestamptz, now()))`,
          [...said, language, definition.security === true ? null : mailAfter],
        )
      }
    }
  })
}
