import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { PluginDefinition } from '@wasla/sdk'
import { definePlugin, manifestSchema } from '@wasla/sdk'
import { bootstrap, migrate } from '@wasla/migrations'
import type { HostLogger } from '../../contexts/actor.ts'
import type { EnqueueScope } from '../../contexts/default-contexts.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { createPlatformDatabase } from '../../database/platform-database.ts'
import { ConnectionPool } from '../../database/statements/connection-pool.ts'
import { createSignals, type Signals } from '../../events/signals.ts'
import type { UnitOutcome, Unit } from '../../events/unit.ts'
import type { LoadedPlugin } from '../../kernel/module.ts'
import { Registry } from '../../kernel/registry.ts'
import type { ActiveModules, Gate } from '../../tenancy/gate.ts'
import { createTestDatabase, type TestDatabase } from '../../tests/_test-database.ts'
import { createJobs, type Jobs, type JobsOptions } from '../create-jobs.ts'
import { registryEntries } from '../registry-entries.ts'
import { commitUnit } from './_commit-unit.ts'
import { createTestContexts } from './_contexts.ts'

export const silent: HostLogger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silent,
}

/** A database with the platform's schema and the plugins' registries, and hosts to start on it. */
export interface TestPlatform {
  readonly adminUrl: string
  readonly appUrl: string
  readonly admin: pg.Pool
  /** The application's login, for units of work of its own. */
  readonly app: pg.Pool
  readonly platform: PlatformDatabase
  readonly gate: Gate
  newOrganization(timeZone?: string): Promise<string>
  /** As the switch does it, without its rules. */
  switchModule(organizationId: string, module: string, active: boolean): Promise<void>
  host(options?: Partial<JobsOptions> & { plugins?: PluginMap }): TestHost
  /** Ends a unit of work as the data path does, and commits it: its events are in the log. */
  log(unit: Partial<Unit> & { organizationId: string }, change?: string): Promise<UnitOutcome>
  /** The same, and its events are brought to their subscribers. */
  commit(unit: Partial<Unit> & { organizationId: string }, change?: string): Promise<UnitOutcome>
  /** Brings all that is in the log to its subscribers, as a host does; tells the queues. */
  relay(): Promise<string[]>
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  close(): Promise<void>
}

export interface TestHost {
  readonly jobs: Jobs
  readonly registry: Registry
  readonly signals: Signals
}

export type PluginMap = Readonly<Record<string, PluginDefinition>>

/** @param directory holds a folder per plugin, with its migrations */
export async function createTestPlatform(plugins: PluginMap, directory?: string): Promise<TestPlatform> {
  const database = await createTestDatabase()
  const { adminUrl } = database
  const { appUrl } = await bootstrap({ adminUrl })
  const loaded = loadTestPlugins(plugins, directory)
  const entries = registryEntries(loaded)
  const report = await migrate({
    adminUrl,
    plugins: loaded.map((plugin) => {
      const { subscribers, queues } = entries.find((entry) => entry.plugin === plugin.id)!
      return { id: plugin.id, directory: plugin.directory, manifest: plugin.manifest, subscribers, queues }
    }),
  })
  if (report.failed.length > 0) throw new Error(report.failed.map(({ message }) => message).join('\n'))
  const admin = new pg.Pool({ connectionString: adminUrl, max: 2 })
  await admin.query(
    'create table public.notes (id bigint generated always as identity, organization_id uuid, text text, at timestamptz default clock_timestamp()); grant all on public.notes to public',
  )
  return platformOn(database, appUrl, admin, plugins)
}

function platformOn(
  database: TestDatabase,
  appUrl: string,
  admin: pg.Pool,
  allPlugins: PluginMap,
): TestPlatform {
  const app = new pg.Pool({ connectionString: appUrl, max: 30 })
  // The database is dropped under connections that are still closing.
  for (const each of [app, admin])
    each.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  const pool = new ConnectionPool({ url: appUrl, size: 20, log: silent, name: 'test' })
  const platform = createPlatformDatabase({ pool })
  const gate = createTestGate(platform)
  const hosts: Jobs[] = []
  return {
    adminUrl: database.adminUrl,
    appUrl,
    admin,
    app,
    platform,
    gate,
    async newOrganization(timeZone = 'UTC') {
      const [row] = (
        await admin.query<{ id: string }>(
          'insert into platform.organizations (name, time_zone) values ($1, $2) returning id',
          ['Test', timeZone],
        )
      ).rows
      for (const module of Object.keys(allPlugins)) await this.switchModule(row!.id, module, true)
      return row!.id
    },
    async switchModule(organizationId, module, active) {
      await admin.query(
        `insert into platform.organization_modules (organization_id, module_id, active, version) values ($1, $2, $3, 1)
         on conflict (organization_id, module_id) do update set active = $3, version = organization_modules.version + 1`,
        [organizationId, module, active],
      )
    },
    host({ plugins = allPlugins, ...options } = {}) {
      const registry = new Registry()
      for (const plugin of loadTestPlugins(plugins)) {
        registry.addManifest(plugin.manifest)
        registry.addPlugin(plugin)
      }
      const signals = createSignals()
      const jobs = createJobs({
        connectionString: appUrl,
        role: 'all',
        platform,
        registry,
        gate,
        signals,
        log: silent,
        contexts: createTestContexts({ app, signals }),
        drainMs: 2000,
        ...options,
      })
      hosts.push(jobs)
      return { jobs, registry, signals }
    },
    async commit(unit, change) {
      const outcome = await this.log(unit, change)
      await this.relay()
      return outcome
    },
    async log(unit, change) {
      const client = await app.connect()
      try {
        await client.query('begin')
        await client.query(`select set_config('app.organization_id', $1, true)`, [unit.organizationId])
        if (change !== undefined) await client.query(change)
        const outcome = await commitUnit(client, unit)
        await client.query('commit')
        return outcome
      } catch (error) {
        await client.query('rollback')
        throw error
      } finally {
        client.release()
      }
    },
    async relay() {
      const queues = new Set<string>()
      for (let more = true; more; ) {
        const [row] = await platform.asSystem<{ queues: string[]; more: boolean }>(
          'select queues, more from platform.relay_events(1000)',
        )
        for (const queue of row?.queues ?? []) queues.add(queue)
        more = row?.more ?? false
      }
      return [...queues].sort()
    },
    rows: async (sql, values) => (await admin.query(sql, values as unknown[])).rows,
    async close() {
      for (const jobs of hosts) await jobs.stop()
      await pool.close()
      await Promise.all([app.end(), admin.end()])
      await database.drop()
    },
  }
}

export function loadTestPlugins(plugins: PluginMap, directory = '/nowhere'): LoadedPlugin[] {
  return Object.entries(plugins).map(([id, definition]) => ({
    id,
    directory: `${directory}/${id}`,
    definition: definePlugin(definition),
    config: {},
    schema: id,
    role: `wasla_plugin_${id}`,
    prefix: `/${id}`,
    manifest: manifestSchema.parse({
      id,
      version: '1.0.0',
      sdk: 1,
      name: { en: id, ar: id },
      description: { en: id, ar: id },
    }),
  }))
}

/** Asks the database every time. */
function createTestGate(platform: PlatformDatabase): Gate {
  return {
    async activeModules(organizationId): Promise<ActiveModules> {
      const rows = await platform.asSystem<{ module_id: string }>(
        'select module_id from platform.organization_modules where organization_id = $1 and active',
        [organizationId],
      )
      const ids = rows.map(({ module_id }) => module_id).sort()
      return { ids: new Set(ids), key: ids.join() }
    },
  }
}

export function scopeOf(organizationId: string, plugin = 'crm'): EnqueueScope {
  return {
    plugin,
    organizationId,
    actorId: null,
    active: { ids: new Set(), key: '' },
    request: {
      requestId: 'test',
      correlationId: randomUUID(),
      causationId: null,
      depth: 0,
      log: silent,
      signal: new AbortController().signal,
    },
  }
}

/** Waits until something holds, and says what did not. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  ms = 60_000,
): Promise<void> {
  const end = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited ${ms} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
