import { createLogger, generateSchemaSql, loadPlugins, pluginMigrations } from '@wasla/core'
import { bootstrap, migrate } from '@wasla/migrations'
import { startTemporaryPostgres } from '../postgres/temporary-postgres.ts'
import { StartError } from '../start-error.ts'
import { pluginSources } from './plugin-sources.ts'

/**
 * The SQL that takes a plugin's tables from what its migrations make to what its entities say. The migrations are run
 * on a PostgreSQL of its own, so that no database of a deployment is asked or changed.
 *
 * @throws StartError `plugin_not_loaded`
 */
export async function entityChanges(id: string): Promise<string> {
  const registry = await loadPlugins({
    sources: await pluginSources(),
    environment: process.env,
    log: createLogger({ level: 'silent' }),
  })
  const plugin = registry.plugin(id)
  if (plugin === undefined) {
    const reason = registry.quarantines.get(id)?.reason ?? 'it is not listed'
    throw new StartError('plugin_not_loaded', `The entities of "${id}" cannot be read: ${reason}`)
  }
  const postgres = await startTemporaryPostgres()
  try {
    await bootstrap({ adminUrl: postgres.url })
    await migrate({ adminUrl: postgres.url, plugins: pluginMigrations(registry) })
    return await generateSchemaSql(plugin, postgres.url)
  } finally {
    await postgres.stop()
  }
}
