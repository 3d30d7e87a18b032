import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../host/bin/wasla.js', import.meta.url))
/** Holds the list that adds the probe plugin. */
const DEPLOYMENT = fileURLToPath(new URL('../deployment/', import.meta.url))

export interface RunningProcess {
  readonly origin: string
  readonly pid: number
  /** Milliseconds from starting the process until it was ready. */
  readonly readyAfter: number
  stop(): Promise<void>
}

export interface HostSettings {
  readonly databaseUrl: string
  readonly poolSize: number
  readonly role: 'web' | 'worker' | 'all'
  /** Writes a CPU profile into this directory when it stops. */
  readonly profileInto?: string
}

export function profiling(directory: string | undefined): string[] {
  return directory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${directory}`]
}

/** The real host, as an operator starts it. @throws Error with its output when it ends before it is ready */
export async function startHost({
  databaseUrl,
  poolSize,
  role,
  profileInto,
}: HostSettings): Promise<RunningProcess> {
  const begin = performance.now()
  const child = spawn(
    process.execPath,
    ['--conditions=wasla-source', ...profiling(profileInto), BIN, 'start'],
    {
      cwd: DEPLOYMENT,
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        DATABASE_POOL_SIZE: String(poolSize),
        WASLA_ROLE: role,
        WASLA_MODE: 'production',
        PORT: '0',
        LOG_LEVEL: 'warn',
        RATE_LIMIT_PER_ADDRESS: '0',
        RATE_LIMIT_PER_ORGANIZATION: '0',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const ended = once(child, 'exit')
  const output: string[] = []
  const origin = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        output.push(line)
        const port = /https?:\/\/localhost:(\d+)/.exec(line)?.[1]
        if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
      })
    }
    child.once('exit', (code) =>
      reject(new Error(`The host ended with ${code} before it was ready:\n${output.join('\n')}`)),
    )
  })
  return {
    origin,
    pid: child.pid ?? 0,
    readyAfter: performance.now() - begin,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
