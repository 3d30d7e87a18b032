import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../host/bin/wasla.js', import.meta.url))
const HEAP_ON_SIGNAL = new URL('heap-on-signal.ts', import.meta.url).href
/** Holds the list that adds the probe plugin. */
const DEPLOYMENT = fileURLToPath(new URL('../deployment/', import.meta.url))

export interface RunningProcess {
  readonly origin: string
  readonly pid: number
  /** Milliseconds from starting the process until it was ready. */
  readonly readyAfter: number
  stop(): Promise<void>
}

export interface HostProcess extends RunningProcess {
  /** Bytes of the heap that are in use after a collection, of one that is collectible. */
  heap(): Promise<number>
}

export interface HostSettings {
  readonly databaseUrl: string
  readonly poolSize: number
  readonly role: 'web' | 'worker' | 'all'
  /** Writes a CPU profile into this directory when it stops. */
  readonly profileInto?: string
  /** Tells its heap when asked; costs a little time at its start. */
  readonly collectible?: boolean
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
  collectible = false,
}: HostSettings): Promise<HostProcess> {
  const begin = performance.now()
  const child = spawn(
    process.execPath,
    [
      '--conditions=wasla-source',
      ...(collectible ? ['--expose-gc', `--import=${HEAP_ON_SIGNAL}`] : []),
      ...profiling(profileInto),
      BIN,
      'start',
    ],
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
  const heaps = new EventEmitter<{ told: [bytes: number] }>()
  const origin = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        output.push(line)
        const heap = /^heap (\d+)$/.exec(line)?.[1]
        if (heap !== undefined) heaps.emit('told', Number(heap))
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
    async heap() {
      child.kill('SIGUSR2')
      const [bytes] = (await once(heaps, 'told')) as [number]
      return bytes
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
