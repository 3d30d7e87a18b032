import { invalid, type NotificationChannel } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Registry } from '../kernel/registry.ts'
import type { ActiveModules } from '../tenancy/gate.ts'
import { activeKinds, defaultChannels } from './notification-kinds.ts'
import type { NewPreferences, Preferences } from './notification.schema.ts'
import type { Recipient } from './own-notifications.ts'

export interface PreferenceDependencies {
  readonly platform: PlatformDatabase
  readonly registry: Registry
}

/** How a person is told of what, as far as the active modules go. */
export async function readPreferences(
  { platform, registry }: PreferenceDependencies,
  active: ActiveModules,
  { organizationId, userId }: Recipient,
): Promise<Preferences> {
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
    kinds: activeKinds(registry, active).map(({ plugin, definition }) => ({
      kind: definition.name,
      module: plugin,
      title: { en: definition.title.en, ar: definition.title.ar },
      channels: [
        ...(definition.security === true
          ? (['in-app', 'email'] as const)
          : (row?.kinds[definition.name] ?? defaultChannels(definition))),
      ],
      fixed: definition.security === true,
    })),
    quietHours: row?.quietHours ?? null,
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
