import { chown, mkdtemp, statfs } from 'node:fs/promises'
import { freemem, tmpdir } from 'node:os'
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

/** Making a database is making a thousand files: ten times as fast here as on a disk (ADR 26). */
const MEMORY = '/dev/shm'
const ROOM = 8 * 1024 ** 3

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
  if (await hasRoomInMemory()) {
    const inMemory = await startIn(MEMORY, user, settings).catch(() => undefined)
    if (inMemory !== undefined) return inMemory
  }
  // TMPDIR may point into a private home.
  const parent = user && !(await canWrite(tmpdir(), user)) ? '/tmp' : tmpdir()
  return startIn(parent, user, settings)
}

async function startIn(
  parent: string,
  user: ServerUser | undefined,
  settings: ServerSettings,
): Promise<TemporaryPostgres> {
  const directory = await mkdtemp(join(parent, 'wasla-postgres-'))
  if (user) await chown(directory, user.uid, user.gid)
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

/** Whoever names a place for temporary files gets them there; a container's usual 64 MB would be full at once. */
async function hasRoomInMemory(): Promise<boolean> {
  if (process.platform !== 'linux' || process.env['TMPDIR'] !== undefined || freemem() < ROOM) return false
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }))
  return bavail * bsize >= ROOM
}
