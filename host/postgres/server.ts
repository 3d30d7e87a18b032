import { readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isStartError, StartError } from '../start-error.ts'
import type { Cluster } from './cluster.ts'
import { findFreePort } from './free-port.ts'
import { runProgram } from './run-program.ts'

/** Settings of PostgreSQL; values hold no spaces or quotes. */
export type ServerSettings = Readonly<Record<string, string | number>>

const everywhere: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
}

const logLimit = 10 * 1024 ** 2
const attempts = 3

/**
 * Starts the server of a cluster on a free port and waits until it accepts connections. It runs in a
 * session of its own: neither Ctrl-C at the host's terminal nor the host's death stops it.
 */
export async function startServer(cluster: Cluster, settings: ServerSettings = {}): Promise<number> {
  const log = join(cluster.home.directory, 'server.log')
  await rotate(log)
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort()
    const options = Object.entries({ ...everywhere, ...settings, port }).map(
      ([name, value]) => `-c ${name}=${value}`,
    )
    try {
      await control(cluster, [
        'start',
        '--wait',
        '--timeout=300',
        `--log=${log}`,
        `--options=${options.join(' ')}`,
      ])
      return port
    } catch (error) {
      // The port may have been taken meanwhile, or processes of a killed server are just ending.
      if (attempt === attempts) throw await withLog(error, log)
      await new Promise((wake) => setTimeout(wake, 200 * attempt))
    }
  }
}

/** Stops the server: `fast` in order, `immediate` without writing anything more. */
export async function stopServer(cluster: Cluster, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  await control(cluster, ['stop', '--wait', '--timeout=300', `--mode=${mode}`])
}

async function control({ files, home, dataDirectory }: Cluster, options: string[]): Promise<void> {
  await runProgram(files, 'pg_ctl', home.user, home.directory, [
    '--silent',
    `--pgdata=${dataDirectory}`,
    ...options,
  ])
}

async function rotate(log: string): Promise<void> {
  const { size } = await stat(log).catch(() => ({ size: 0 }))
  if (size > logLimit) await rename(log, `${log}.1`)
}

async function withLog(error: unknown, log: string): Promise<unknown> {
  if (!isStartError(error)) return error
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n')
  const reason = lines.findLast((line) => /\b(FATAL|PANIC):/.test(line))?.replace(/^.*?(?=FATAL|PANIC)/, '')
  return new StartError(
    error.code,
    `The embedded PostgreSQL did not start (${reason ?? error.message}); its log is ${log}.`,
    { cause: error },
  )
}
