import { invalid, type NotificationChannel } from '@wasla/sdk'
import type { Texter } from '../sms/create-texter.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Registry } from '../kernel/registry.ts'
import type { ActiveModules } from '../tenancy/gate.ts'
import { activeKinds, defaultChannels, SECURITY_CHANNELS } from './notification-kinds.ts'
import type { NewPreferences, Preferences } from './notification.schema.ts'
import type { Recipient } from './own-notifications.ts'
import { SECURITY_KIND } from './security-notices.ts'

export interface PreferenceDependencies {
  readonly platform: PlatformDatabase
  readonly registry: Registry
  readonly texter: Texter
}

const SECURITY = {
  kind: SECURITY_KIND,
  module: 'platform',
  title: { en: 'Security of your account and organization', ar: 'أمان حسابك ومؤسستك' },
  channels: [...SECURITY_CHANNELS],
  fixed: true,
}

/** How a person is told of what, as far as the active modules go. */
export async function readPreferences(
  dependencies: PreferenceDependencies,
  active: ActiveModules,
  { organizationId, userId }: Recipient,
): Promise<Preferences> {
  const { platform, registry } = dependencies
  const [row] = await platform.inOrganization<{
    kinds: Record<string, NotificationChannel[]>
    quietHours: Preferences['quietHours']
  }>(
    organizationId,
    `select kinds, case when quiet_from is not null then
       json_build_object('from', to_char(quiet_from, 'HH24:MI'), 'until', to_char(quiet_until, 'HH24:MI')) end as "quietHours"
     from platform.notification_preferences where organization_id = $1 and user_id = $2`,
    [organizationId, userId],
  )
  return {
    kinds: [
      SECURITY,
      ...activeKinds(registry, active).map(({ plugin, definition }) => ({
        kind: definition.name,
        module: plugin,
        title: { en: definition.title.en, ar: definition.title.ar },
        channels: [
          ...(definition.security === true
            ? SECURITY_CHANNELS
            : (row?.kinds[definition.name] ?? defaultChannels(definition))),
        ],
        fixed: definition.security === true,
      })),
    ],
    quietHours: row?.quietHours ?? null,
    reachable: await readReachable(dependencies, userId),
  }
}

/** @throws invalid `notification_kind_unknown` */
export async function writePreferences(
  dependencies: PreferenceDependencies,
  active: ActiveModules,
  recipient: Recipient,
  { kinds, quietHours }: NewPreferences,
): Promise<Preferences> {
  const known = new Set(activeKinds(dependencies.registry, active).map(({ definition }) => definition.name))
  const unknown = Object.keys(kinds).find((kind) => !known.has(kind))
  if (unknown !== undefined) {
    throw invalid(
      'notification_kind_unknown',
      `No active module sends "${unknown}", so nothing was saved; GET /notification-preferences lists what there is.`,
    )
  }
  await dependencies.platform.inOrganization(
    recipient.organizationId,
    `insert into platform.notification_preferences as p (organization_id, user_id, kinds, quiet_from, quiet_until)
     values ($1, $2, $3::jsonb, $4::time, $5::time)
     on conflict (organization_id, user_id) do update
       set kinds = p.kinds || excluded.kinds, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until`,
    [
      recipient.organizationId,
      recipient.userId,
      JSON.stringify(kinds),
      quietHours?.from ?? null,
      quietHours?.until ?? null,
    ],
  )
  return readPreferences(dependencies, active, recipient)
}

async function readReachable(
  { platform, texter }: PreferenceDependencies,
  userId: string,
): Promise<NotificationChannel[]> {
  const [state] = await platform.asSystem<{ push: boolean; phone: boolean }>(
    `select exists (select from platform.push_subscriptions s join platform.sessions n on n.id = s.session_id
        where s.user_id = $1 and n.revoked_at is null and n.expires_at > now()) as push,
       exists (select from platform.phones where user_id = $1) as phone`,
    [userId],
  )
  return [
    'in-app',
    'email',
    ...(state?.push === true ? (['push'] as const) : []),
    ...(state?.phone === true && texter.available ? (['sms'] as const) : []),
  ]
}
