import { staleVersion } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { TOGGLES_CHANNEL } from '../toggle-queries.ts'
import type { Author } from '../write-switch.ts'
import { settingsChanged } from './settings-cache.ts'

export interface SaveSettings {
  readonly organizationId: string
  readonly pluginId: string
  readonly author: Author
  /** Secrets sealed. */
  readonly value: Record<string, unknown>
  /** The version it replaces; 0 when there is none. */
  readonly from: number
}

/** @throws conflict `stale_version` when another version is stored meanwhile */
export async function saveSettings(platform: PlatformDatabase, save: SaveSettings): Promise<void> {
  const { organizationId, pluginId, author } = save
  await platform.transaction(async (query) => {
    await query(`select set_config('app.actor_id', $1, true), set_config('app.request_id', $2, true)`, [
      author.actorId ?? '',
      author.requestId ?? '',
    ])
    const saved = await query(
      save.from === 0
        ? `insert into platform.settings (organization_id, plugin_id, value) values ($1, $2, $3)
           on conflict do nothing returning version`
        : `update platform.settings set value = $3, version = version + 1, updated_at = now()
           where organization_id = $1 and plugin_id = $2 and version = $4 returning version`,
      [organizationId, pluginId, JSON.stringify(save.value), ...(save.from === 0 ? [] : [save.from])],
    )
    if (saved.length === 0) throw staleVersion({ expected: save.from })
    await query('select pg_notify($1, $2)', [TOGGLES_CHANNEL, settingsChanged(organizationId, pluginId)])
  })
}
