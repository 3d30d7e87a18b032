import { chown, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { provideCluster } from './cluster.ts'
import { serverUrl } from './running-server.ts'
import { type ServerSettings, startServer } from './server.ts'
import { provideServerFiles } from './server-files.ts'
import { canWrite, chooseServerUser, type ServerUser } from './server-user.ts'
import { watchOver } from './temporary-directory-watch.ts'

export interface TemporaryPostgres {
  /** The superuser's address of the database `postgres`. */
  url: string
  /** Stops the server and removes all its files. */
  stop(): Promise<void>
}

/** Nothing on it outlives the process, so nothing needs to reach the disk. */
const volatile: ServerSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_connections: 400,
}

/**
 * A PostgreSQL 18 of its own, in a temporary directory, on a free port of 127.0.0.1. It disappears
 * with `stop`, and also when this process ends in any other way, `kill -9` included.
 */
export async function startTemporaryPostgres(settings: ServerSettings = {}): Promise<TemporaryPostgres> {
  const user = await chooseServerUser()
  const directory = await makeTemporaryDirectory(user)
  const watch = watchOver(directory)
  try {
    const files = await provideServerFiles(user, directory)
    const cluster = await provideCluster({ directory, user, moved: false }, files, false)
    const port = await startServer(cluster, { ...volatile, ...settings })
    return { url: serverUrl(cluster, port), stop: watch.end }
  } catch (error) {
    await watch.end()
    throw error
  }
}

async function makeTemporaryDirectory(user: ServerUser | undefined): Promise<string> {
  // TMPDIR may point into a private home.
  const parent = user && !(await canWrite(tmpdir(), user)) ? '/tmp' : tmpdir()
  const directory = await mkdtemp(join(parent, 'wasla-postgres-'))
  if (user) await chown(directory, user.uid, user.gid)
  return directory
}
