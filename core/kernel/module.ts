import type { Manifest, Plugin } from '@wasla/sdk'

/** Where a plugin lies, and how its code is had. Loading is separate, so that a broken one can still be listed. */
export interface PluginSource {
  /** Holds `plugin.json` and `migrations/`. */
  readonly directory: string
  /** Imports the package; the module's default export, or its only plugin, is taken. */
  readonly load: () => Promise<object>
}

/** A plugin whose manifest and code were accepted. */
export interface LoadedPlugin {
  readonly id: string
  readonly manifest: Manifest
  readonly directory: string
  readonly definition: Plugin
  /** The parsed `config` section, from the environment. */
  readonly config: unknown
  /** Its Postgres schema: the id with `_` for `-`. */
  readonly schema: string
  /** Its Postgres role: `wasla_plugin_` and the schema. */
  readonly role: string
  /** Where its routes live under `/api/v1`. */
  readonly prefix: string
}

/** What the plugin was doing when it was quarantined. */
export type Phase = 'manifest' | 'resolve' | 'load' | 'register' | 'migrate' | 'start' | 'run'

/** Why a plugin is kept out while the host serves the rest. */
export interface Quarantine {
  readonly plugin: string
  readonly phase: Phase
  /** Stable, such as `dependency_missing`. */
  readonly code: string
  /** One sentence: what happened, what it means, what to do. */
  readonly reason: string
  readonly at: Date
}
