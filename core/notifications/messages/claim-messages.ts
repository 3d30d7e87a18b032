import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Language } from '../../mail/mail.ts'

export type MessageChannel = 'email' | 'push' | 'sms'

/** A message that is due, with all ways to its reader. */
export interface DueMessage {
  readonly id: string
  readonly requestId: string
  readonly kind: string
  readonly security: boolean
  readonly language: Language
  readonly title: string
  readonly body: string
  readonly link: string | null
  readonly name: string
  readonly email: string
  /** None, where it is about the person's account. */
  readonly organization: string | null
  readonly phone: string | null
  readonly subscriptionId: string | null
  readonly sealedSubscription: string | null
}

const BATCH = 20
const ATTEMPTS = 8

/** Takes messages on for a while; what is not settled until then comes again, later each time. */
export function claimMessages(platform: PlatformDatabase, channel: MessageChannel): Promise<DueMessage[]> {
  return platform.asSystem<DueMessage>(
    `with claimed as (
       update platform.notification_messages m
       set attempts = m.attempts + 1, not_before = now() + 30 * 2 ^ m.attempts * interval '1 s'
       where m.id in (
         select id from platform.notification_messages where channel = $1 and not_before <= now() and attempts < $3
         order by not_before limit $2 for update skip locked)
       returning m.*
     )
     select c.id, c.request_id as "requestId", c.kind, c.security, c.language, c.title, c.body, c.link, u.full_name as name,
       coalesce(c.address, u.email) as email, o.name as organization, p.number as phone, n.id as "subscriptionId",
       n.sealed_subscription as "sealedSubscription"
     from claimed c
     join platform.users u on u.id = c.user_id
     left join platform.organizations o on o.id = c.organization_id
     left join platform.phones p on p.user_id = c.user_id
     left join (
       select s.* from platform.push_subscriptions s join platform.sessions l on l.id = s.session_id
       where l.revoked_at is null and l.expires_at > now()
     ) n on n.id = c.subscription_id and n.user_id = c.user_id`,
    [channel, BATCH, ATTEMPTS],
  )
}

export async function settleMessage(platform: PlatformDatabase, id: string): Promise<void> {
  await platform.asSystem('delete from platform.notification_messages where id = $1', [id])
}

/** The receiver asked to be left alone for a while. */
export async function postponeMessage(
  platform: PlatformDatabase,
  id: string,
  seconds: number,
): Promise<void> {
  await platform.asSystem(
    'update platform.notification_messages set not_before = now() + make_interval(secs => $2) where id = $1',
    [id, seconds],
  )
}
