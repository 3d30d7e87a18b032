import { createLogger, generateSchemaSql, loadPlugins, pluginMigrations } from '@wasla/core'
import { testCluster } from '../authoring/testing/test-cluster.ts'
import { StartError } from '../start-error.ts'
import { testDatabase } from '../testing/template-database.ts'
import { pluginSources } from './plugin-sources.ts'

/**
 * The SQL that takes a plugin's tables from what its migrations make to what its entities say. The migrations are run
 * in a database of their own, so that no database of a deployment is asked or changed.
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
  // As in tests: the run's server, where there is one, has migrated the same plugins before.
  const database = await testDatabase(await testCluster(undefined))
  try {
    await database.create(pluginMigrations(registry))
    return await generateSchemaSql(plugin, database.adminUrl)
  } finally {
    await database.drop()
  }
}
