import { createHash } from 'node:crypto'
import { chmod, chown, mkdir, realpath, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../start-error.ts'
import { canWrite, chooseServerUser, type ServerUser } from './server-user.ts'

/** The directory of one database cluster, with all that belongs to it: `data/`, `server.log`, copied programs. */
export interface ClusterHome {
  directory: string
  user: ServerUser | undefined
  /** Whether the cluster lies outside the data directory, since its user could not reach it there. */
  moved: boolean
}

const systemDirectory = '/var/lib/wasla'

/** @throws StartError `unusable_data_directory` */
export async function provideClusterHome(dataDirectory: string): Promise<ClusterHome> {
  const here = join(await makeDirectory(dataDirectory, 0o711), 'postgres')
  const user = await chooseServerUser(join(here, 'data'))
  if (!user) return { directory: await makeDirectory(here, 0o700), user, moved: false }

  const elsewhere = join(systemDirectory, createHash('sha256').update(here).digest('hex').slice(0, 16))
  const [dataIsHere, dataIsElsewhere] = await Promise.all([hasData(here), hasData(elsewhere)])
  if (dataIsHere || !dataIsElsewhere) {
    await makeDirectory(here, 0o700)
    await chown(here, user.uid, user.gid)
    if (await canWrite(here, user)) return { directory: here, user, moved: false }
    if (dataIsHere) throw outOfReach(here, user)
    await rmdir(here)
  }
  await makeDirectory(systemDirectory, 0o755)
  await makeDirectory(elsewhere, 0o700)
  await chown(elsewhere, user.uid, user.gid)
  if (!(await canWrite(elsewhere, user))) throw outOfReach(elsewhere, user)
  return { directory: elsewhere, user, moved: true }
}

async function makeDirectory(path: string, mode: number): Promise<string> {
  try {
    const made = await mkdir(path, { recursive: true, mode })
    // The umask of this process must not keep the server's user out.
    if (made) await chmod(path, mode)
    return await realpath(path)
  } catch (cause) {
    throw new StartError(
      'unusable_data_directory',
      `The data directory ${path} cannot be created (${(cause as NodeJS.ErrnoException).code}); set WASLA_DATA_DIR to a directory this user may write.`,
      { cause },
    )
  }
}

async function hasData(home: string): Promise<boolean> {
  return stat(join(home, 'data')).then(
    () => true,
    () => false,
  )
}

function outOfReach(directory: string, { uid }: ServerUser): StartError {
  return new StartError(
    'unusable_data_directory',
    `The database in ${directory} is out of reach of the user it runs as (uid ${uid}), since a directory above it is private; give that user access to it, or move it and set WASLA_DATA_DIR.`,
  )
}
