import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { StartError } from '../start-error.ts'
import { programPath, type ServerFiles } from './server-files.ts'
import type { ServerUser } from './server-user.ts'

const run = promisify(execFile)

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
  try {
    await run(programPath(files, program), options, {
      ...user,
      cwd: directory,
      env: { ...Object.fromEntries(inherited), LC_ALL: 'C' },
    })
  } catch (cause) {
    const { stderr, stdout, message } = cause as Error & { stderr?: string; stdout?: string }
    const said = (stderr?.trim() || stdout?.trim() || message).replaceAll(/\s*\n\s*/g, ' ')
    throw new StartError(
      'embedded_postgres_failed',
      `The embedded PostgreSQL failed (${program}: ${said}); correct that, or set DATABASE_URL to a server of your own.`,
      { cause },
    )
  }
}
