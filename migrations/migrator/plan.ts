import { join } from 'node:path'
import { pluginRole, pluginSchema } from '../bootstrap/roles.ts'
import { MigrationError } from '../errors.ts'
import { platformDirectory } from '../platform-directory.ts'
import { readMigrationFiles } from './migration-files.ts'
import type { MigrationFile } from './migration-files.ts'
import { bossSchemaVersion } from './pg-boss-schema.ts'
import { registriesCurrent } from './registries.ts'
import type { SchemaState } from './schema-state.ts'
import type { PluginMigrations } from './types.ts'

export interface Sources {
  platform: MigrationFile[]
  plugins: { plugin: PluginMigrations; files: MigrationFile[] }[]
}

export async function readSources(plugins: PluginMigrations[]): Promise<Sources> {
  return {
    platform: await readMigrationFiles(platformDirectory),
    plugins: await Promise.all(
      plugins.map(async (plugin) => ({
        plugin,
        files: await readMigrationFiles(join(plugin.directory, 'migrations')),
      })),
    ),
  }
}

export interface PluginPlan {
  plugin: PluginMigrations
  files: MigrationFile[]
  pending: MigrationFile[]
  current: boolean
  problem?: MigrationError
}

export interface Plan {
  platform: MigrationFile[]
  bossVersion: number
  plugins: PluginPlan[]
  nothingToDo: boolean
}

/** Compares the files with what the database has. An edited file of the platform is fatal. */
export function planMigration({ platform, plugins }: Sources, state: SchemaState): Plan {
  const edited = findEdited('platform', platform, state)
  if (edited) throw edited
  const pendingPlatform = pendingFiles('platform', platform, state)
  const plans = plugins.map(({ plugin, files }): PluginPlan => {
    const pending = pendingFiles(plugin.id, files, state)
    const prepared =
      state.schemas.includes(pluginSchema(plugin.id)) && state.pluginRoles.includes(pluginRole(plugin.id))
    return {
      plugin,
      files,
      pending,
      current: prepared && pending.length === 0 && registriesCurrent(state, plugin),
      problem: findEdited(plugin.id, files, state),
    }
  })
  return {
    platform: pendingPlatform,
    bossVersion: state.bossVersion,
    plugins: plans,
    nothingToDo:
      pendingPlatform.length === 0 &&
      state.bossVersion >= bossSchemaVersion &&
      plans.every(({ current, problem }) => current || problem),
  }
}

function pendingFiles(plugin: string, files: MigrationFile[], { applied }: SchemaState): MigrationFile[] {
  return files.filter(({ name }) => applied[`${plugin}/${name}`] === undefined)
}

function findEdited(
  plugin: string,
  files: MigrationFile[],
  { applied }: SchemaState,
): MigrationError | undefined {
  const edited = files.find(({ name, checksum }) => (applied[`${plugin}/${name}`] ?? checksum) !== checksum)
  if (!edited) return undefined
  return new MigrationError({
    code: 'migration_edited',
    plugin,
    file: edited.name,
    message: `${edited.name} of ${plugin} was edited after it had been applied here, so this database and a new one would differ: restore the file and put the change into a new migration.`,
  })
}
