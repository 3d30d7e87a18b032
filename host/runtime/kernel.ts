import type { MigrationReport, PluginMigrations } from '@wasla/migrations'
import type { Config } from '../config/config.schema.ts'
import type { ApplicationUrls } from '../database/application-urls.ts'

/** What the host hands to the platform it runs. */
export interface PlatformOptions {
  config: Config
  /** Asked once the plugins' code is loaded: until then it may still be opened. */
  database(): Promise<ApplicationUrls>
  /** Awaited before it listens. */
  turnToListen?: (() => Promise<void>) | undefined
  /** Brings the database to the plugins' state; called once it is open, and their code and order are known. */
  migrate(plugins: PluginMigrations[]): Promise<MigrationReport>
}

/** A module as the start screen and `wasla plugins list` show it. */
export interface ModuleSummary {
  id: string
  version: string
  /** Why it is kept out, if it is: one sentence. */
  quarantine?: string
}

/** A platform that answers requests, or runs jobs. */
export interface Platform {
  /** Where it listens; a worker does not. */
  port: number | undefined
  modules: readonly ModuleSummary[]
  /** Lets running requests and jobs finish. */
  stop(): Promise<void>
}

/** What the command line needs of the kernel. */
export interface Kernel {
  /** Begins to load the kernel's code, while settings are checked and the database starts. */
  prepare?(): Promise<void>
  startPlatform(options: PlatformOptions): Promise<Platform>
  /** Every plugin with its migrations in dependency order, and those that cannot be loaded. */
  loadPlugins(): Promise<{ migrations: PluginMigrations[]; modules: readonly ModuleSummary[] }>
}
