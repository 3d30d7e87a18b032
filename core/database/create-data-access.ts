import type { AnyEntity, Database, Logger, Outbox, UnitOfWork } from '@wasla/sdk'
import { conflict } from '@wasla/sdk'
import type { CommittedUnit } from '../events/signals.ts'
import type { LoadedPlugin } from '../kernel/module.ts'
import type { DataAccess, DatabaseScope, PlatformDatabase } from './data-access.ts'
import { createConstraintColumns } from './errors/constraint-columns.ts'
import { createPlatformDatabase } from './platform-database.ts'
import { type Build, createPluginRuntime, type PluginRuntime } from './plugin-runtime.ts'
import { read } from './query/read.ts'
import { type OffersSelectedReads, SELECTED_READS, selectedReads } from './query/selected-reads.ts'
import type { RuntimeServices } from './runtime-services.ts'
import { ConnectionPool } from './statements/connection-pool.ts'
import { StatementNames } from './statements/statement-name.ts'
import { command } from './unit/command.ts'
import { CommandGroups } from './unit/command-groups.ts'
import { insertAndAnnounce } from './unit/foretold-inserts.ts'
import type { HookLookup } from './unit/hooks.ts'
import { PendingClaims } from './unit/pending-claims.ts'
import { write } from './unit/write.ts'
import { WriteGuard } from './unit/write-guard.ts'

export interface DataAccessOptions {
  /** The application's login: neither superuser nor BYPASSRLS. */
  readonly url: string
  readonly replicaUrl?: string
  /** `url` goes through PgBouncer in transaction mode: statements go without names. */
  readonly pooled?: boolean
  /** Connections to the primary, at least 2: half for statements, half for units of work. */
  readonly poolSize: number
  readonly plugins: readonly LoadedPlugin[]
  readonly log: Logger
  /** Which hooks of a point apply in a scope. Default: none. */
  readonly hooks?: HookLookup
  /** A plugin whose entities cannot be used, which is then left out. Default: it throws. */
  readonly onUnusable?: (plugin: string, error: Error) => void
  /** Called after a commit that announced something; must not throw. */
  readonly onCommit?: (unit: CommittedUnit) => void
}

/** How full the pools are, for metrics. */
export interface PoolStatistics {
  readonly pool: 'statements' | 'transactions' | 'replica'
  readonly total: number
  readonly idle: number
  readonly waiting: number
}

export interface PlatformDataAccess extends DataAccess {
  readonly platform: PlatformDatabase
  statistics(): readonly PoolStatistics[]
  /** Milliseconds for which somebody waits for a connection to the primary already. */
  wait(): number
  /** Takes over whether the database is heard of: who waits for it in vain is told that, and not that others are at work. */
  reachable(heard: boolean): void
  /** Cuts connections that have been in use for so many milliseconds. @returns how many */
  abandon(milliseconds: number): number
}

export function createDataAccess(options: DataAccessOptions): PlatformDataAccess {
  const { url, replicaUrl, pooled = false, poolSize, log } = options
  const names = new StatementNames({ pooled })
  const transactionShare = Math.max(1, Math.floor(poolSize / 2))
  const statements = new ConnectionPool({
    url,
    log,
    name: 'wasla',
    size: Math.max(1, poolSize - transactionShare),
  })
  const transactions = new ConnectionPool({ url, log, name: 'wasla-units', size: transactionShare })
  const replica =
    replicaUrl === undefined
      ? undefined
      : new ConnectionPool({ url: replicaUrl, log, name: 'wasla-reads', size: poolSize })
  const platform = createPlatformDatabase({ pool: statements, transactionPool: transactions, names })
  const plugins = pluginRuntimes(options, names)
  const services: RuntimeServices = {
    plugins,
    statements,
    inserts: new CommandGroups((commands) => insertAndAnnounce(statements, commands)),
    transactions,
    replica,
    platform,
    log,
    constraints: createConstraintColumns(platform),
    guard: new WriteGuard(),
    hooks: options.hooks ?? (() => []),
    onCommit: options.onCommit ?? (() => {}),
    named: !pooled,
  }
  return {
    platform,
    database: (scope) => scopedDatabase(services, scope),
    statistics: () => [
      { pool: 'statements', ...statements.statistics },
      { pool: 'transactions', ...transactions.statistics },
      ...(replica === undefined ? [] : [{ pool: 'replica' as const, ...replica.statistics }]),
    ],
    wait: () => Math.max(statements.wait, transactions.wait),
    reachable(heard) {
      for (const pool of [statements, transactions]) pool.reachable = heard
    },
    abandon: (milliseconds) =>
      [statements, transactions].reduce((cut, pool) => cut + pool.abandon(milliseconds), 0),
    async close() {
      await Promise.all([statements.close(), transactions.close(), replica?.close()])
    },
  }
}

function pluginRuntimes(
  { plugins, onUnusable }: DataAccessOptions,
  names: StatementNames,
): Map<string, PluginRuntime> {
  const runtimes = new Map<string, PluginRuntime>()
  for (const plugin of plugins) {
    try {
      runtimes.set(plugin.id, createPluginRuntime(plugin, names))
    } catch (error) {
      if (onUnusable === undefined || !(error instanceof Error)) throw error
      onUnusable(plugin.id, error)
    }
  }
  return runtimes
}

function scopedDatabase(services: RuntimeServices, scope: DatabaseScope): Database & OffersSelectedReads {
  const plugin = runtimeOf(services, scope.plugin)
  const claims = new PendingClaims(scope)
  return {
    [SELECTED_READS]: () => selectedReads(services, plugin, scope),
    read: (build) => read(services, plugin, scope, build),
    readFirst: async (build) => (await read(services, plugin, scope, build))[0],
    async write<Result>(work: (unit: UnitOfWork<readonly AnyEntity[]>) => Promise<Result>) {
      refuseReadOnly(scope)
      return claims.use((claim) => write(services, plugin, scope, claim, work))
    },
    async command<Row>(build: Build<Row>, after?: (rows: readonly Row[], outbox: Outbox) => void) {
      refuseReadOnly(scope)
      return claims.use((claim) => command(services, plugin, scope, claim, build, after))
    },
  }
}

function runtimeOf(services: RuntimeServices, id: string): PluginRuntime {
  const plugin = services.plugins.get(id)
  if (plugin === undefined)
    throw new Error(`Plugin "${id}" is not served by this host, so it has no way to the database.`)
  return plugin
}

function refuseReadOnly(scope: DatabaseScope): void {
  if (scope.readOnly !== true) return
  throw conflict(
    'read_only',
    `A service of "${scope.plugin}" was called inside another plugin's write, where it may only read: let it react to an event instead.`,
  )
}
