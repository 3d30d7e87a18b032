import type { Logger } from '@wasla/sdk'
import type { CommittedUnit } from '../events/signals.ts'
import type { PlatformDatabase } from './data-access.ts'
import type { ConstraintColumns } from './errors/constraint-columns.ts'
import type { ConnectionPool } from './statements/connection-pool.ts'
import type { CommandGroups } from './unit/command-groups.ts'
import type { AnnouncedRow, ForetoldInsert } from './unit/foretold-inserts.ts'
import type { HookLookup } from './unit/hooks.ts'
import type { WriteGuard } from './unit/write-guard.ts'
import type { PluginRuntime } from './plugin-runtime.ts'

/** What the parts of the data path share. */
export interface RuntimeServices {
  readonly plugins: ReadonlyMap<string, PluginRuntime>
  /** Held for one batch of statements at a time, never while a plugin's code runs. */
  readonly statements: ConnectionPool
  /** Inserts that are announced in their own message. */
  readonly inserts: CommandGroups<ForetoldInsert, AnnouncedRow>
  /** Held for a whole unit of work; its own pool, so that a read inside a write always finds a connection. */
  readonly transactions: ConnectionPool
  readonly replica: ConnectionPool | undefined
  readonly platform: PlatformDatabase
  readonly constraints: ConstraintColumns
  readonly guard: WriteGuard
  readonly hooks: HookLookup
  readonly onCommit: (unit: CommittedUnit) => void
  readonly log: Logger
  /** Whether statements may be prepared under a name. */
  readonly named: boolean
}
