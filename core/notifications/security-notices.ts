import type { PlatformQuery } from '../database/data-access.ts'
import type { Language } from '../mail/mail.ts'
import { securityTexts, type SecurityEvent } from './security-texts.ts'

/** What security notices have in common among the preferences: people are told, whatever they prefer. */
export const SECURITY_KIND = 'platform.security'

/** What is worth naming: a device, an address, the name of a key. */
export type NoticeDetails = Readonly<Record<string, string>>

/** Whose account it is about, and where the mail goes instead of their present address. */
export interface NoticePerson {
  readonly id: string
  readonly sendTo?: string
}

/**
 * Tells a person what happened to their account: in all their organizations, by e-mail and on their devices, at once and
 * whatever they prefer. Written with the change itself, in the transaction of `query`, so that neither comes without the other.
 */
export async function postSecurityNotice(
  query: PlatformQuery,
  { id, sendTo }: NoticePerson,
  event: SecurityEvent,
  details: NoticeDetails = {},
): Promise<void> {
  await insertNotice(query, null, { userIds: [id], sendTo }, event, details)
}

/** Tells the owners of an organization what happened to it, in the same way. */
export async function tellOwners(
  query: PlatformQuery,
  organizationId: string,
  event: SecurityEvent,
  details: NoticeDetails = {},
): Promise<void> {
  const owners = await query<{ id: string }>(
    `select user_id as id from platform.memberships where organization_id = $1 and role = 'owner' and status = 'active'`,
    [organizationId],
  )
  await insertNotice(query, organizationId, { userIds: owners.map(({ id }) => id) }, event, details)
}

async function insertNotice(
  query: PlatformQuery,
  organizationId: string | null,
  recipients: { readonly userIds: readonly string[]; readonly sendTo?: string },
  event: SecurityEvent,
  details: NoticeDetails,
): Promise<void> {
  await query(
    `insert into platform.notification_requests (organization_id, plugin_id, kind, recipients, payload)
     values ($1, 'platform', $2, $3, $4)`,
    [organizationId, `platform.${event}`, JSON.stringify(recipients), JSON.stringify(details)],
  )
}

/** A notice as it is told. */
export interface NoticeContent {
  readonly title: string
  readonly body: string
  readonly link: string
}

/** What a kind such as `platform.password-changed` says; `undefined` for what is no security notice. */
export function renderNotice(
  kind: string,
  details: NoticeDetails,
  language: Language,
): NoticeContent | undefined {
  const event = kind.replace(/^platform\./, '')
  if (event === kind || !Object.hasOwn(securityTexts, event)) return undefined
  const { title, body, link = '/admin/account' } = securityTexts[event as SecurityEvent]
  return { title: title[language], body: body?.(details, language) ?? '', link }
}
