import { randomBytes } from 'node:crypto'
import { chown, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../start-error.ts'
import type { ClusterHome } from './cluster-home.ts'
import { isAlive } from './process-identity.ts'
import { runProgram } from './run-program.ts'
import type { ServerFiles } from './server-files.ts'

/** A database cluster on disk. Its superuser is `postgres`. */
export interface Cluster {
  home: ClusterHome
  files: ServerFiles
  dataDirectory: string
  password: string
}

const passwordFile = 'wasla.password'
const staging = /^initdb-(\d+)-/

/**
 * The cluster in `home`, made at the first start. It is made aside and renamed into place, so an
 * interrupted first start leaves no half of one, and of two hosts that start at once one wins.
 */
export async function provideCluster(
  home: ClusterHome,
  files: ServerFiles,
  durable = true,
): Promise<Cluster> {
  const dataDirectory = join(home.directory, 'data')
  const found = await openCluster(home, files, dataDirectory)
  if (found) return found
  await removeInterrupted(home)
  const aside = await initializeCluster(home, files, durable)
  await rename(aside, dataDirectory).catch(() => rm(aside, { recursive: true, force: true }))
  const made = await openCluster(home, files, dataDirectory)
  if (made) return made
  throw new StartError(
    'unusable_data_directory',
    `The directory ${dataDirectory} exists but holds no database; move it away, or set WASLA_DATA_DIR to another directory.`,
  )
}

async function openCluster(
  home: ClusterHome,
  files: ServerFiles,
  dataDirectory: string,
): Promise<Cluster | undefined> {
  try {
    const version = (await readFile(join(dataDirectory, 'PG_VERSION'), 'utf8')).trim()
    if (version !== files.version.split('.')[0]) {
      throw new StartError(
        'unusable_data_directory',
        `The database in ${dataDirectory} was written by PostgreSQL ${version} and this is ${files.version}; dump it with the older Wasla and restore it, or set WASLA_DATA_DIR to another directory.`,
      )
    }
    const password = (await readFile(join(dataDirectory, passwordFile), 'utf8')).trim()
    return { home, files, dataDirectory: await realpath(dataDirectory), password }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    if (code !== 'EACCES' && code !== 'EPERM') throw error
    throw new StartError(
      'unusable_data_directory',
      `The database in ${dataDirectory} belongs to another user; start Wasla as that user or as root, or set WASLA_DATA_DIR to another directory.`,
      { cause: error },
    )
  }
}

async function initializeCluster(
  { directory, user }: ClusterHome,
  files: ServerFiles,
  durable: boolean,
): Promise<string> {
  const aside = join(directory, `initdb-${process.pid}-${randomBytes(6).toString('hex')}`)
  const password = `${aside}.password`
  await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  if (user) await chown(password, user.uid, user.gid)
  await runProgram(files, 'initdb', user, directory, [
    `--pgdata=${aside}`,
    '--username=postgres',
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    // The builtin provider sorts and folds case the same on every operating system and release.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ])
  await rename(password, join(aside, passwordFile))
  return aside
}

async function removeInterrupted({ directory }: ClusterHome): Promise<void> {
  for (const name of await readdir(directory)) {
    const pid = staging.exec(name)?.[1]
    if (!pid || isAlive(Number(pid))) continue
    // An initdb that outlived its host may still be writing; then a later start removes it.
    await rm(join(directory, name), { recursive: true, force: true }).catch(() => undefined)
  }
}
