import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** PgBouncer in transaction mode, in front of a server. */
export interface Pgbouncer {
  readonly port: number
  stop(): Promise<void>
}

/** `nobody`: it refuses to run as root. */
const NOBODY = 65_534
/** Far fewer than its clients, so that each statement may meet another connection than the one before. */
const SERVER_CONNECTIONS = 4

export function isInstalled(): boolean {
  try {
    execFileSync('pgbouncer', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** @param target superuser's address; whoever else logs in is looked up there */
export async function startPgbouncer(target: string): Promise<Pgbouncer> {
  const { hostname, port, username, password } = new URL(target)
  const directory = await mkdtemp(join(tmpdir(), 'wasla-pgbouncer-'))
  const listen = await freePort()
  const settings = join(directory, 'pgbouncer.ini')
  const logins = join(directory, 'logins.txt')
  await writeFile(logins, `"${username}" "${decodeURIComponent(password)}"\n`)
  await writeFile(
    settings,
    `[databases]
* = host=${hostname} port=${port} auth_user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listen}
unix_socket_dir =
pool_mode = transaction
default_pool_size = ${SERVER_CONNECTIONS}
max_client_conn = 2000
auth_type = scram-sha-256
auth_file = ${logins}
ignore_startup_parameters = extra_float_digits
`,
  )
  const asRoot = process.getuid?.() === 0
  if (asRoot) for (const path of [directory, settings, logins]) chownSync(path, NOBODY, NOBODY)
  chmodSync(logins, 0o600)
  const child = spawn('pgbouncer', [settings], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  })
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const ended = once(child, 'exit')
  while (!(await listens(listen))) {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended with ${child.exitCode}:\n${output}`)
    await delay(20)
  }
  return {
    port: listen,
    async stop() {
      child.kill('SIGKILL')
      await ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
