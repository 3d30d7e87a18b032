import { conflict } from '@wasla/sdk'
import type { Logger as PinoLogger } from 'pino'
import { createDataAccess } from '../database/create-data-access.ts'
import type { Registry } from '../kernel/registry.ts'
import { exportModuleData } from '../tenancy/data/export-module-data.ts'
import { previewPurge, purgeModule } from '../tenancy/data/purge-module.ts'
import { removeModule, type RemovedModule } from '../tenancy/data/remove-module.ts'
import { readCatalog } from '../tenancy/module-catalog.ts'
import { planSwitch } from '../tenancy/switch-plan.ts'
import { writeSwitch } from '../tenancy/write-switch.ts'

export interface RetireOptions {
  readonly moduleId: string
  readonly adminUrl: string
  /** The application's login. */
  readonly appUrl: string
  readonly registry: Pick<Registry, 'manifests' | 'quarantines'>
  readonly log: PinoLogger
  /** Switches it off where it is on. Without it, a module that is on anywhere is not retired. */
  readonly switchOff?: boolean
  /** Takes every organization's data before anything is deleted. */
  readonly save?: (organizationId: string, lines: AsyncIterable<string>) => Promise<void>
  /** Deletes what organizations hold. Without it, a module that holds rows is not removed. */
  readonly purge?: boolean
}

export interface RetiredModule extends RemovedModule {
  /** Organizations that knew the module. */
  readonly organizations: number
  /** Rows deleted, by table. */
  readonly purged: Readonly<Record<string, number>>
}

/**
 * Takes a module off the platform for good, for the operator: switched off, exported, purged in every organization,
 * then its schema and role are dropped. Its code is not needed.
 * @throws not-found `module_unknown`; conflict `module_active`, `module_not_purged`, `active_dependents`
 */
export async function retireModule(options: RetireOptions): Promise<RetiredModule> {
  const { moduleId, registry, log } = options
  const data = createDataAccess({ url: options.appUrl, poolSize: 4, plugins: [], log })
  const { platform } = data
  try {
    const known = await platform.asSystem<{ id: string; active: boolean }>(
      'select organization_id as id, active from platform.organization_modules where module_id = $1 order by 1',
      [moduleId],
    )
    const on = known.filter(({ active }) => active)
    if (on.length > 0 && !options.switchOff) {
      throw conflict(
        'module_active',
        `"${moduleId}" is on in ${on.length} organization(s), which would lose it at once; switch it off there first, or let "wasla plugins remove" do it with --switch-off.`,
      )
    }
    const catalog = await readCatalog({ platform, registry })
    for (const { id } of on) {
      await writeSwitch(platform, {
        organizationId: id,
        author: { actorId: null },
        decide: (active) => planSwitch(catalog, active, { moduleId, active: false }),
        prepared: new Set(),
      })
    }
    const purged: Record<string, number> = {}
    for (const { id: organizationId } of known) {
      const module = { organizationId, moduleId }
      if (options.save !== undefined)
        await options.save(organizationId, await exportModuleData({ platform, registry }, module))
      if (!options.purge) continue
      const { confirmation } = await previewPurge({ platform, registry }, module)
      const { rows } = await purgeModule(
        { platform, registry },
        { ...module, confirmation, author: { actorId: null } },
      )
      for (const [table, count] of Object.entries(rows)) purged[table] = (purged[table] ?? 0) + count
    }
    return { ...(await removeModule(options.adminUrl, moduleId)), organizations: known.length, purged }
  } finally {
    await data.close()
  }
}
