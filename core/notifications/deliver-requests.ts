import type { NotificationRecipients } from '@wasla/sdk'
import type { Access } from '../access/access.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Registry } from '../kernel/registry.ts'
import type { Language } from '../mail/mail.ts'
import type { Gate } from '../tenancy/gate.ts'
import { addressNotification } from './address-notification.ts'
import { findAccountOwner, findRecipients, type FoundRecipient } from './find-recipients.ts'
import { activeKinds, defaultChannels, SECURITY_CHANNELS, type ChosenChannels } from './notification-kinds.ts'
import { renderNotice, type NoticeContent, type NoticeDetails } from './security-notices.ts'

export interface DeliverDependencies {
  readonly platform: PlatformDatabase
  readonly registry: Registry
  readonly gate: Pick<Gate, 'activeModules'>
  readonly access: Access
}

interface Request {
  readonly id: string
  readonly organizationId: string | null
  readonly kind: string
  readonly recipients: NotificationRecipients & { readonly sendTo?: string }
  readonly payload: unknown
}

/** How a kind reads, and how it reaches somebody who prefers nothing else. */
interface Rendering {
  readonly security: boolean
  readonly channels: ChosenChannels
  content(
    language: Language,
  ): NoticeContent | (Omit<NoticeContent, 'link'> & { readonly link: string | null })
}

const BATCH = 50
const ATTEMPTS = 10
const LEASE_SECONDS = 60

/** Takes on what was announced, until nothing waits. */
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
async function deliver(dependencies: DeliverDependencies, request: Request): Promise<void> {
  const { platform } = dependencies
  const { id, organizationId, kind, recipients } = request
  const rendering = await renderingOf(dependencies, request)
  // Of a module that was switched off meanwhile nobody wants to hear.
  const people = rendering === undefined ? [] : await peopleOf(dependencies, request)
  await platform.transaction(async (query) => {
    const waiting = await query('delete from platform.notification_requests where id = $1 returning 1', [id])
    if (waiting.length === 0 || rendering === undefined) return
    const { security } = rendering
    for (const person of people) {
      await addressNotification(query, {
        requestId: id,
        organizationId,
        kind,
        security,
        person,
        sendTo: recipients.sendTo,
        channels: security ? SECURITY_CHANNELS : (person.kinds[kind] ?? rendering.channels),
        ...rendering.content(person.language),
      })
    }
  })
}

async function renderingOf(
  { registry, gate }: DeliverDependencies,
  { organizationId, kind, payload }: Request,
): Promise<Rendering | undefined> {
  const notice = (language: Language) => renderNotice(kind, payload as NoticeDetails, language)
  if (notice('en') !== undefined) {
    return {
      security: true,
      channels: SECURITY_CHANNELS,
      content: (language) => notice(language) as NoticeContent,
    }
  }
  if (organizationId === null) return undefined
  const definition = activeKinds(registry, await gate.activeModules(organizationId)).find(
    (active) => active.definition.name === kind,
  )?.definition
  if (definition === undefined) return undefined
  return {
    security: definition.security === true,
    channels: defaultChannels(definition),
    content: (language) => ({
      title: definition.title[language],
      body: definition.body(payload, language),
      link: definition.link?.(payload) ?? null,
    }),
  }
}

async function peopleOf(
  dependencies: DeliverDependencies,
  { organizationId, recipients }: Request,
): Promise<FoundRecipient[]> {
  if (organizationId !== null) return findRecipients(dependencies, organizationId, recipients)
  const userIds = 'userIds' in recipients ? recipients.userIds : []
  return (await Promise.all(userIds.map((userId) => findAccountOwner(dependencies.platform, userId)))).flat()
}
