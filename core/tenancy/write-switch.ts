import type { PlatformDatabase } from '../database/data-access.ts'
import type { SwitchPlan } from './switch-plan.ts'
import { TOGGLES_CHANNEL } from './toggle-queries.ts'

export interface Author {
  /** `null` for the platform itself. */
  readonly actorId: string | null
  readonly requestId?: string
}

export interface WriteSwitch {
  readonly organizationId: string
  readonly author: Author
  /** Decides under the lock, given what is on. */
  readonly decide: (on: ReadonlySet<string>) => SwitchPlan
  /** The modules that are ready to be switched on: their `onEnable` ran. */
  readonly prepared: ReadonlySet<string>
}

export type SwitchOutcome =
  /** `version` is that of the change, or the present one when nothing changed. */
  | { readonly written: true; readonly plan: SwitchPlan; readonly version: number }
  /** Meanwhile the plan came to need modules that are not prepared: nothing was written. */
  | { readonly written: false; readonly plan: SwitchPlan }

/** All rows of one switch in one transaction with one version; nothing when nothing changes. */
export function writeSwitch(platform: PlatformDatabase, write: WriteSwitch): Promise<SwitchOutcome> {
  return platform.transaction(async (query) => {
    // The version row's lock puts all toggles in one order, so that versions are committed in it too.
    const [row] = await query<{ version: number | bigint | string }>(
      'select version from platform.toggle_version for update',
    )
    // Locked so that what parks jobs for a module sees the switch, or is seen by it.
    const rows = await query<{ module_id: string; active: boolean }>(
      'select module_id, active from platform.organization_modules where organization_id = $1 order by module_id for update',
      [write.organizationId],
    )
    const plan = write.decide(new Set(rows.filter(({ active }) => active).map(({ module_id: id }) => id)))
    if (plan.on.some((id) => !write.prepared.has(id))) return { written: false, plan }
    if (plan.on.length + plan.off.length === 0) return { written: true, plan, version: Number(row?.version) }

    const { actorId, requestId } = write.author
    const [next] = await query<{ version: number | bigint | string }>(
      `update platform.toggle_version set version = version + 1
       returning version, set_config('app.actor_id', $1, true), set_config('app.request_id', $2, true)`,
      [actorId ?? '', requestId ?? ''],
    )
    await query(
      `insert into platform.organization_modules (organization_id, module_id, active, version, changed_by)
       select $1, module_id, $3, $4, $5 from unnest($2::text[]) as changed (module_id)
       on conflict (organization_id, module_id) do update set active = excluded.active,
         version = excluded.version, changed_at = now(), changed_by = excluded.changed_by`,
      [write.organizationId, [...plan.on, ...plan.off], plan.on.length > 0, String(next?.version), actorId],
    )
    await query('select pg_notify($1, $2)', [TOGGLES_CHANNEL, `toggle:${next?.version}`])
    return { written: true, plan, version: Number(next?.version) }
  })
}
