import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { StartError } from '../start-error.ts'

const run = promisify(execFile)

/** The operating-system user PostgreSQL runs as when the host itself runs as root. */
export interface ServerUser {
  uid: number
  gid: number
}

/**
 * PostgreSQL refuses to run as root: then it runs as the owner of the data that is there already,
 * else as `postgres`, who is created if need be. An ordinary user runs it as himself: undefined.
 */
export async function chooseServerUser(dataDirectory?: string): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = dataDirectory && (await stat(dataDirectory).catch(() => undefined))
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return (await findUser('postgres')) ?? createUser('postgres')
}

async function findUser(name: string): Promise<ServerUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function createUser(name: string): Promise<ServerUser> {
  let cause: unknown
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      name,
    ])
  } catch (error) {
    cause = error // another host may have created it meanwhile
  }
  const user = await findUser(name)
  if (user) return user
  throw new StartError(
    'embedded_postgres_failed',
    `PostgreSQL refuses to run as root and a user "${name}" could not be created for it; create that user, start Wasla as an ordinary user, or set DATABASE_URL.`,
    { cause },
  )
}

/** Asks the operating system itself, as that user: mode bits of the path alone do not tell. */
export async function canWrite(directory: string, user: ServerUser): Promise<boolean> {
  return run('test', ['-w', directory, '-a', '-x', directory], { ...user, cwd: '/' }).then(
    () => true,
    () => false,
  )
}
