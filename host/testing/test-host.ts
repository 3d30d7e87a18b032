import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  createLogger,
  startPlatform,
  type Platform,
  type DatabaseOptions,
  type PlatformOptions,
  type PluginSource,
} from '@wasla/core'
import { migrate } from '@wasla/migrations'
import pg from 'pg'
import { listedPlugins } from '../plugins/listed-plugins.ts'
import { testDatabase } from './template-database.ts'
import { TestClient, type Json } from './test-client.ts'
import { createTestOrganization, type TestOrganization } from './test-organization.ts'

/** A machine that runs tests is busy, and a module that loads slowly there is no fault of its author's. */
const PATIENCE = 120_000
/** Pino's. */
const ERROR_LEVEL = 50

export interface TestHostOptions {
  /** Superuser URL of a PostgreSQL for tests; the host makes a database of its own in it. */
  readonly cluster: string
  /** Besides the listed modules; one of the same folder as a listed module takes its place. */
  readonly plugins?: readonly PluginSource[]
  readonly environment?: NodeJS.ProcessEnv
  /** Bytes that a file and an organization's files may take. */
  readonly fileLimits?: { readonly maxSize?: number; readonly quota?: number }
  /** Where files are kept. Default: a directory that goes with the host. */
  readonly fileStorage?: PlatformOptions['files']['storage']
  /** Where webhooks and pushes may be sent although it is not public. */
  readonly outboundNetworks?: readonly string[]
  /** Milliseconds that receivers of webhooks have. */
  readonly webhooks?: { readonly timeoutMs?: number }
  /** Holds the built admin UI, to be served. */
  readonly adminDirectory?: string
  /** Milliseconds each plugin has to start. Default: two minutes. */
  readonly startLimit?: number
  /** A port of this machine by which the database is reached: a proxy's, or that of PgBouncer in transaction mode. */
  readonly databaseBehind?: { readonly port: number; readonly pooled?: boolean }
  /** Connections to the database. Default 8. */
  readonly poolSize?: number
  /** Told of each error that is logged. */
  readonly onError?: (line: LogLine) => void
  /** Milliseconds by which plugins and schedules are ahead of the real time. */
  readonly clockAhead?: () => number
}

export interface LogLine {
  readonly level: number
  readonly msg: string
  readonly plugin?: string
  readonly [detail: string]: unknown
}

/** A real host in this process, on a real database of its own. */
export interface TestHost {
  readonly url: string
  /** Superuser URL of its database. */
  readonly database: string
  readonly platform: Platform
  /** What it logged so far, warnings and worse. */
  readonly log: readonly LogLine[]
  /** Somebody who is not signed in. */
  readonly visitor: TestClient
  /** A new organization with its owner, and these modules on. */
  organization(name: string, modules?: readonly string[]): Promise<TestOrganization>
  /** Another host on the same database, with other options where they are given. */
  another(changes?: Partial<Omit<TestHostOptions, 'cluster'>>): Promise<TestHost>
  /** Looks into the database past every policy. */
  query<Row = Json>(text: string, values?: readonly unknown[]): Promise<Row[]>
  stop(): Promise<void>
}

/** @example const host = await startTestHost({ cluster: inject('adminUrl') }) */
export async function startTestHost(options: TestHostOptions): Promise<TestHost> {
  const database = await testDatabase(options.cluster)
  const host = await startOn(database, options, database.create)
  return {
    ...host,
    stop: async () => {
      await host.stop()
      await database.drop()
    },
  }
}

async function startOn(
  { adminUrl: database, appUrl }: { readonly adminUrl: string; readonly appUrl: string },
  options: TestHostOptions,
  bringUpToDate: PlatformOptions['migrate'],
): Promise<TestHost> {
  const directory =
    options.fileStorage === undefined ? await mkdtemp(join(tmpdir(), 'wasla-files-')) : undefined
  const fileStorage = options.fileStorage ?? { kind: 'disk', directory: String(directory) }
  const log: LogLine[] = []
  const platform = await startPlatform({
    sources: sources(options.plugins ?? []),
    environment: options.environment ?? {},
    role: 'all',
    hostName: 'test',
    database: async () => databaseOf(appUrl, options),
    migrate: bringUpToDate,
    http: {
      host: '127.0.0.1',
      port: 0,
      trustProxy: [],
      corsOrigins: [],
      bodyLimit: 1024 ** 2,
      rateLimit: { perAddress: 0, perOrganization: 0 },
    },
    files: {
      storage: fileStorage,
      maxSize: 10 * 1024 ** 2,
      quota: 100 * 1024 ** 2,
      ...options.fileLimits,
    },
    adminDirectory: options.adminDirectory,
    encryptionKeys: [Buffer.alloc(32, 7).toString('base64')],
    production: false,
    log: createLogger({
      level: process.env['TEST_LOG_LEVEL'] ?? 'warn',
      destination: {
        write(text) {
          const line = JSON.parse(text) as LogLine
          log.push(line)
          if (line.level >= ERROR_LEVEL) options.onError?.(line)
        },
      },
    }),
    outboundNetworks: options.outboundNetworks,
    webhooks: options.webhooks,
    loadLimit: PATIENCE,
    startLimit: options.startLimit ?? PATIENCE,
    clockAhead: options.clockAhead,
    // Nothing stands in front of it that would have to notice.
    drainDelay: 0,
    stopTimeout: 5_000,
  })
  const url = `http://127.0.0.1:${platform.port}`
  return {
    url,
    database,
    platform,
    log,
    visitor: new TestClient(url),
    organization: (name, modules = []) => createTestOrganization({ url, database }, name, modules),
    another: (changes) =>
      startOn({ adminUrl: database, appUrl }, { ...options, fileStorage, ...changes }, (plugins) =>
        migrate({ adminUrl: database, plugins }),
      ),
    query: (text, values = []) => runStatement(database, text, values),
    stop: async () => {
      await platform.stop()
      if (directory !== undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}

function databaseOf(
  appUrl: string,
  { databaseBehind = behindWhichAllStand(), poolSize = 8 }: TestHostOptions,
): DatabaseOptions {
  if (databaseBehind === undefined) return { url: appUrl, poolSize }
  const url = new URL(appUrl)
  url.host = `127.0.0.1:${databaseBehind.port}`
  if (databaseBehind.pooled !== true) return { url: url.href, poolSize }
  return { url: url.href, directUrl: appUrl, pooled: true, poolSize }
}

/** Whoever runs the whole suite through PgBouncer says so for all hosts at once. */
function behindWhichAllStand(): TestHostOptions['databaseBehind'] {
  const port = process.env['WASLA_TEST_PGBOUNCER_PORT']
  return port === undefined ? undefined : { port: Number(port), pooled: true }
}

function sources(added: readonly PluginSource[]): PluginSource[] {
  const replaced = new Set(added.map(({ directory }) => resolve(directory)))
  return [...listedPlugins.filter(({ directory }) => !replaced.has(resolve(directory))), ...added]
}

async function runStatement<Row>(url: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(text, [...values])
    return rows as Row[]
  } finally {
    await client.end()
  }
}
