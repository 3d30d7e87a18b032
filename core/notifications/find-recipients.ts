import type { NotificationChannel, NotificationRecipients } from '@wasla/sdk'
import type { Access } from '../access/access.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Language } from '../mail/mail.ts'

/** A person who is told, with what they prefer. */
export interface FoundRecipient {
  readonly userId: string
  readonly language: Language
  /** In whose lists of notifications it stands. */
  readonly organizations: readonly string[]
  readonly kinds: Readonly<Record<string, readonly NotificationChannel[]>>
  /** When their quiet hours end; now, when there are none. */
  readonly quietUntil: string | null
}

/** Active members only. Who may see but their own rows is not told as one who holds the permission. */
export async function findRecipients(
  { platform, access }: { readonly platform: PlatformDatabase; readonly access: Access },
  organizationId: string,
  recipients: NotificationRecipients,
): Promise<FoundRecipient[]> {
  const members = await platform.asSystem<FoundRecipient & { readonly role: string }>(
    `select u.id as "userId", m.role, coalesce(u.language, o.default_language) as language, coalesce(p.kinds, '{}') as kinds,
       array[o.id] as organizations,
       to_json(platform.after_quiet_hours(now(), coalesce(u.time_zone, o.time_zone), p.quiet_from, p.quiet_until)) #>> '{}' as "quietUntil"
     from platform.memberships m
     join platform.users u on u.id = m.user_id
     join platform.organizations o on o.id = m.organization_id
     left join platform.notification_preferences p on p.organization_id = m.organization_id and p.user_id = m.user_id
     where m.organization_id = $1 and m.status = 'active' and u.suspended_at is null and ($2::uuid[] is null or u.id = any($2))`,
    [organizationId, 'userIds' in recipients ? recipients.userIds : null],
  )
  if ('userIds' in recipients) return members
  const { permission } = recipients
  const resource = permission.slice(0, permission.lastIndexOf('.'))
  const organization = await access.organization(organizationId)
  return members.filter(({ role }) => {
    const permissions = organization?.permissionsOf(role)
    return permissions?.has(permission) === true && permissions.ownOnly?.includes(` ${resource} `) !== true
  })
}

/** The owner of an account, wherever they belong; also of one that is suspended. */
export function findAccountOwner(platform: PlatformDatabase, userId: string): Promise<FoundRecipient[]> {
  return platform.asSystem<FoundRecipient>(
    `select u.id as "userId", coalesce(u.language, min(o.default_language), 'en') as language, '{}'::jsonb as kinds,
       coalesce(array_agg(o.id) filter (where m.status = 'active'), '{}') as organizations, null as "quietUntil"
     from platform.users u
     left join platform.memberships m on m.user_id = u.id
     left join platform.organizations o on o.id = m.organization_id
     where u.id = $1 group by u.id`,
    [userId],
  )
}
