import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { StartError } from '../start-error.ts'
import { programPath, type ServerFiles } from './server-files.ts'
import type { ServerUser } from './server-user.ts'

/**
 * Runs a program of PostgreSQL to its end, as the server's user.
 *
 * @throws StartError `embedded_postgres_failed` with what the program said
 */
export async function runProgram(
  files: ServerFiles,
  program: 'initdb' | 'pg_ctl',
  user: ServerUser | undefined,
  directory: string,
  options: readonly string[],
): Promise<void> {
  // PGDATA, PGPORT and their like are meant for some other server.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))
  const child = spawn(programPath(files, program), options, {
    ...user,
    cwd: directory,
    env: { ...Object.fromEntries(inherited), LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // Ctrl-C is for the host, which lets a start come to its end before it stops
  })
  const outcome = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  const [stdout, stderr, [code]] = await outcome.catch((error: Error) => ['', error.message, []] as const)
  if (code === 0) return
  // Errors are the last thing these programs say.
  const said = (stderr.trim() || stdout.trim()).split('\n').slice(-3).join(' ')
  throw new StartError(
    'embedded_postgres_failed',
    `The embedded PostgreSQL failed (${program}: ${said}); correct that, or set DATABASE_URL to a server of your own.`,
  )
}
