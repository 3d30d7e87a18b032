/** What the migrator needs of plugin.json; the rest is stored as it is. */
export interface ManifestRecord {
  version: string
  sdk: number
}

export interface SubscriberRecord {
  name: string
  event: string
  queue: string
  version: number
}

export interface QueueRecord {
  queue: string
  /** Options of pg-boss's createQueue. */
  options?: Record<string, unknown>
}

/** A plugin to migrate. `subscribers` and `queues` left out means "unknown": the registry stays as it is. */
export interface PluginMigrations {
  id: string
  /** The plugin's folder; its SQL files lie in `migrations/` below it. */
  directory: string
  manifest: ManifestRecord
  subscribers?: SubscriberRecord[]
  queues?: QueueRecord[]
}

export interface MigrateOptions {
  adminUrl: string
  /** In dependency order. */
  plugins: PluginMigrations[]
  log?: (message: string) => void
  dryRun?: boolean
}

export interface AppliedFile {
  plugin: string
  file: string
  milliseconds: number
}

export interface FailedPlugin {
  plugin: string
  code: string
  message: string
  file?: string
  line?: number
}

export interface MigrationReport {
  /** What ran, in order; of a dry run: empty. */
  applied: AppliedFile[]
  /** What a dry run would apply. */
  pending: { plugin: string; file: string }[]
  /** Plugins to quarantine. The others are migrated. */
  failed: FailedPlugin[]
  milliseconds: number
}
