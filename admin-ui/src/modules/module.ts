import type { LocalizedText } from '@wasla/sdk/admin'

/** A purge of a module, as `/modules/purges` tells of it. */
export interface Purge {
  readonly id: string
  readonly module: string
  readonly status: 'waiting' | 'running' | 'completed' | 'failed'
  /** Rows deleted, by table. */
  readonly rows: Readonly<Record<string, number>> | null
  readonly failure: { readonly code: string; readonly message: string } | null
  readonly finishedAt: string | null
}

/** A module as `/modules` tells of it. */
export interface Module {
  readonly id: string
  readonly name: LocalizedText
  readonly description: LocalizedText
  readonly icon: string
  readonly category: string
  readonly version: string
  readonly active: boolean
  readonly status: 'ready' | 'quarantined' | 'missing'
  readonly reason: string | null
  readonly requires: readonly string[]
  readonly optional: readonly string[]
  readonly offers: readonly LocalizedText[]
  readonly planRefusal: string | null
  readonly dependents: readonly string[]
  readonly conflicts: readonly string[]
  readonly hasSettings: boolean
}
