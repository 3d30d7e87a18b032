import type { PlatformQuery } from '../database/data-access.ts'
import type { FoundRecipient } from './find-recipients.ts'
import type { ChosenChannels } from './notification-kinds.ts'

/** One thing that one person is told. */
export interface AddressedNotification {
  readonly requestId: string
  /** None, where it is about the person's account. */
  readonly organizationId: string | null
  readonly kind: string
  readonly security: boolean
  readonly person: FoundRecipient
  /** Instead of the person's present e-mail address. */
  readonly sendTo?: string
  readonly channels: ChosenChannels
  readonly title: string
  readonly body: string
  readonly link: string | null
}

/** Writes what a person sees in the application, and what is to be sent to them. */
export async function addressNotification(
  query: PlatformQuery,
  notification: AddressedNotification,
): Promise<void> {
  const { requestId, organizationId, kind, security, person, sendTo, channels } = notification
  const { title, body, link } = notification
  if (channels.includes('in-app')) {
    await query(
      `insert into platform.notifications (organization_id, user_id, request_id, title, body, link, kind)
       select o, $2, $3, $4, $5, $6, $7 from unnest($1::uuid[]) as o`,
      [person.organizations, person.userId, requestId, title, body, link, kind],
    )
  }
  const message = (channel: 'email' | 'push' | 'sms', source: string) =>
    query(
      `insert into platform.notification_messages
         (organization_id, user_id, request_id, title, body, link, kind, security, language, not_before, channel, subscription_id, address)
       select $1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7, $8::boolean, $9, coalesce($10::timestamptz, now()), '${channel}', ${source}`,
      [
        organizationId,
        person.userId,
        requestId,
        title,
        body,
        link,
        kind,
        security,
        person.language,
        security ? null : person.quietUntil,
        ...(channel === 'email' ? [sendTo ?? null] : []),
      ],
    )
  if (channels.includes('email')) await message('email', 'null::uuid, $11::text')
  if (channels.includes('push'))
    await message(
      'push',
      `s.id, null from platform.push_subscriptions s join platform.sessions n on n.id = s.session_id
       where s.user_id = $2 and n.revoked_at is null and n.expires_at > now()`,
    )
  if (channels.includes('sms'))
    await message('sms', 'null::uuid, null from platform.phones p where p.user_id = $2')
}
