import { registryEntries } from '../jobs/registry-entries.ts'
import type { Registry } from '../kernel/registry.ts'
import type { MigrationOutcome, PluginMigrations } from './platform-options.ts'

/** What the migrator is told of each plugin, in order of dependency. */
export function pluginMigrations(registry: Registry): PluginMigrations[] {
  const entries = new Map(registryEntries(registry.plugins).map((entry) => [entry.plugin, entry]))
  return registry.plugins.map(({ id, directory, manifest }) => ({
    id,
    directory,
    manifest,
    subscribers: entries.get(id)?.subscribers ?? [],
    queues: entries.get(id)?.queues ?? [],
  }))
}

/** Migrates, and quarantines the plugins whose migrations failed. */
export async function migratePlugins(
  registry: Registry,
  migrate: (plugins: PluginMigrations[]) => Promise<MigrationOutcome>,
): Promise<void> {
  const { failed } = await migrate(pluginMigrations(registry))
  registry.quarantineAll(
    failed.map(({ plugin, code, message }) => ({ plugin, phase: 'migrate' as const, code, reason: message })),
  )
}
