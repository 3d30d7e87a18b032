import { Client } from 'pg'
import { isStartError, StartError } from '../start-error.ts'
import { type Cluster, provideCluster } from './cluster.ts'
import { provideClusterHome } from './cluster-home.ts'
import { takeHostLock } from './host-lock.ts'
import { findRunningServer, serverUrl } from './running-server.ts'
import { startServer, stopServer } from './server.ts'
import { provideServerFiles } from './server-files.ts'

export interface EmbeddedPostgresOptions {
  /** The host's data directory; the cluster lies in its folder `postgres`. */
  dataDirectory: string
  /** How this process introduces itself to another one that finds the directory locked. */
  name: string
  /** A short command may use the server of a running host instead of refusing. */
  shared?: boolean
}

export interface EmbeddedPostgres {
  /** The superuser's address of the database `wasla`. */
  url: string
  /** Where the cluster lies. */
  directory: string
  /** Whether it lies outside the data directory, which its user could not reach. */
  moved: boolean
  /** Whether a server was found running instead of started. */
  adopted: boolean
  /** Resolves when the server has ended, be it by `stop` or by itself. */
  ended: Promise<void>
  /** Stops the server, unless it belongs to another process. */
  stop(): Promise<void>
}

const database = 'wasla'

/**
 * Starts the PostgreSQL server of a data directory, or adopts the one that a killed host left running.
 *
 * @throws StartError `locked_data_directory`, `unusable_data_directory` or `embedded_postgres_failed`
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = await provideClusterHome(options.dataDirectory)
  const files = await provideServerFiles(home.user, home.directory)
  const cluster = await provideCluster(home, files)
  const { port, adopted } = await adoptOrStart(cluster)
  const lock = await takeHostLock(serverUrl(cluster, port), options.name, options.shared ? 0 : 1000)
  const owned = 'lost' in lock
  if (!owned && !options.shared) throw locked(options.dataDirectory, lock.heldBy)
  await createDatabase(serverUrl(cluster, port))
  let running = true
  const ended = owned ? lock.lost.then(() => void (running = false)) : new Promise<void>(() => undefined)
  return {
    url: serverUrl(cluster, port, database),
    directory: home.directory,
    moved: home.moved,
    adopted,
    ended,
    // The lock is held until the server is gone, so nobody adopts a server that is about to stop.
    async stop() {
      if (owned && running) await stopServer(cluster)
    },
  }
}

async function adoptOrStart(cluster: Cluster): Promise<{ port: number; adopted: boolean }> {
  const running = await findRunningServer(cluster)
  if (running) return { port: running, adopted: true }
  try {
    return { port: await startServer(cluster), adopted: false }
  } catch (error) {
    const startedMeanwhile = await findRunningServer(cluster)
    if (startedMeanwhile && isStartError(error)) return { port: startedMeanwhile, adopted: true }
    throw error
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${database}`)
  } finally {
    await client.end()
  }
}

function locked(dataDirectory: string, holder: string): StartError {
  return new StartError(
    'locked_data_directory',
    `The data directory ${dataDirectory} is in use by another Wasla (${holder}); stop that one, or give this one a directory of its own with WASLA_DATA_DIR.`,
  )
}
