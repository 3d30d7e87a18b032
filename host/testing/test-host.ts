import { randomUUID } from 'node:crypto'
import { createLogger, startPlatform, type Platform, type PluginSource } from '@wasla/core'
import { bootstrap, migrate } from '@wasla/migrations'
import pg from 'pg'
import { listedPlugins } from '../plugins/listed-plugins.ts'
import { TestClient } from './test-client.ts'
import { createTestOrganization, type TestOrganization } from './test-organization.ts'

export interface TestHostOptions {
  /** Superuser URL of a PostgreSQL for tests; the host makes a database of its own in it. */
  readonly cluster: string
  /** Besides the listed modules. */
  readonly plugins?: readonly PluginSource[]
  readonly environment?: NodeJS.ProcessEnv
}

/** A real host in this process, on a real database of its own. */
export interface TestHost {
  readonly url: string
  /** Superuser URL of its database. */
  readonly database: string
  readonly platform: Platform
  /** Somebody who is not signed in. */
  readonly visitor: TestClient
  /** A new organization with its owner, and these modules on. */
  organization(name: string, modules?: readonly string[]): Promise<TestOrganization>
  /** A second host on the same database. */
  another(): Promise<TestHost>
  stop(): Promise<void>
}

/** @example const host = await startTestHost({ cluster: inject('adminUrl') }) */
export async function startTestHost(options: TestHostOptions): Promise<TestHost> {
  const database = await createDatabase(options.cluster)
  const host = await startOn(database, options)
  return { ...host, stop: async () => {
    await host.stop()
    await administer(options.cluster, `drop database if exists "${new URL(database).pathname.slice(1)}" with (force)`)
  } }
}

async function startOn(database: string, options: TestHostOptions): Promise<TestHost> {
  const { appUrl } = await bootstrap({ adminUrl: database })
  const platform = await startPlatform({
    sources: [...listedPlugins, ...(options.plugins ?? [])],
    environment: options.environment ?? {},
    role: 'all',
    hostName: 'test',
    database: { url: appUrl, poolSize: 8 },
    migrate: (plugins) => migrate({ adminUrl: database, plugins }),
    http: { host: '127.0.0.1', port: 0, trustProxy: [], corsOrigins: [], bodyLimit: 1024 ** 2, rateLimit: { perAddress: 0, perOrganization: 0 } },
    encryptionKeys: [Buffer.alloc(32, 7).toString('base64')],
    production: false,
    log: createLogger({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    stopTimeout: 5_000,
  })
  const url = `http://127.0.0.1:${platform.port}`
  return {
    url,
    database,
    platform,
    visitor: new TestClient(url),
    organization: (name, modules = []) => createTestOrganization({ url, database }, name, modules),
    another: () => startOn(database, options),
    stop: () => platform.stop(),
  }
}

async function createDatabase(cluster: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(cluster, `create database "${name}"`)
  const url = new URL(cluster)
  url.pathname = `/${name}`
  return url.href
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
