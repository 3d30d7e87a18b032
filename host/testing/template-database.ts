import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bootstrap, migrate, type MigrationReport, type PluginMigrations } from '@wasla/migrations'
import pg from 'pg'

const TEMPLATE = 'wasla_test_template'
/** Of the advisory lock: whoever brings a template up to date keeps others from cloning it half made. */
const LOCK = 0x3a51a

/** A database for one test host, made when the platform knows its plugins. */
export interface TestDatabase {
  /** Superuser URL of the database that `create` makes. */
  readonly adminUrl: string
  /** The application's login there. */
  readonly appUrl: string
  /** Makes it, with these plugins' tables: a copy of a template that is made once per cluster and set of plugins. */
  create(plugins: readonly PluginMigrations[]): Promise<Pick<MigrationReport, 'failed'>>
  drop(): Promise<void>
}

export async function testDatabase(cluster: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const adminUrl = databaseUrl(cluster, name)
  const { appUrl } = await bootstrap({ adminUrl: cluster })
  return {
    adminUrl,
    appUrl: databaseUrl(appUrl, name),
    create: (plugins) =>
      administer(cluster, async (client) => {
        await client.query('select pg_advisory_lock($1)', [LOCK])
        await platformTemplate(client, cluster)
        const template = await pluginTemplate(client, cluster, plugins)
        await clone(client, template ?? TEMPLATE, name)
        // Plugins whose migrations fail do so in the test's own database, and are told of as in any other.
        return template === undefined ? migrate({ adminUrl, plugins: [...plugins] }) : { failed: [] }
      }),
    drop: () =>
      administer(cluster, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`)
      }),
  }
}

async function platformTemplate(client: pg.Client, cluster: string): Promise<void> {
  if (!(await exists(client, TEMPLATE))) await client.query(`create database ${TEMPLATE}`)
  await migrate({ adminUrl: databaseUrl(cluster, TEMPLATE), plugins: [] })
}

/** @returns the template's name; none when a plugin's migrations fail, so that nothing half made is copied */
async function pluginTemplate(
  client: pg.Client,
  cluster: string,
  plugins: readonly PluginMigrations[],
): Promise<string | undefined> {
  const name = `${TEMPLATE}_${await fingerprint(plugins)}`
  const adminUrl = databaseUrl(cluster, name)
  const known = await exists(client, name)
  if (!known) await clone(client, TEMPLATE, name)
  // Also for one that is there: on a server of the author's own it may be older than the platform.
  const { failed } = await migrate({ adminUrl, plugins: [...plugins] })
  if (failed.length === 0) return name
  await client.query(`drop database ${name} with (force)`)
  return undefined
}

/** All that the migrator goes by: what it is told, and the files it reads. */
async function fingerprint(plugins: readonly PluginMigrations[]): Promise<string> {
  const hash = createHash('sha256')
  for (const { directory, ...told } of plugins) {
    hash.update(JSON.stringify(told))
    const folder = join(directory, 'migrations')
    for (const file of (await readdir(folder).catch(() => [])).sort())
      hash.update(file).update(await readFile(join(folder, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** By files: at this size it takes two thirds of the time that writing pages to the log does (tried with 12 MB). */
async function clone(client: pg.Client, template: string, name: string): Promise<void> {
  // Copied on write, where the file system can; elsewhere PostgreSQL does not know the word.
  await client.query('set file_copy_method = clone').catch(() => undefined)
  await client.query(`create database ${name} template ${template} strategy file_copy`)
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
  return rowCount === 1
}

async function administer<Result>(
  cluster: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: cluster, application_name: 'wasla test databases' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
