import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../host/bin/wasla.js', import.meta.url))
const URL_LINE = /https?:\/\/localhost:\d+/

/** A host in a process of its own, as an operator starts it. */
export interface HostProcess {
  readonly url: string
  readonly child: ChildProcess
  /** What it printed so far. */
  output(): string
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>
  /** Ends it at once, or freezes it. */
  signal(name: NodeJS.Signals): void
}

/**
 * @param directory where it is started: the list of plugins that a deployment adds lies there
 * @throws Error with the host's output when it ends before it is ready
 */
export async function startHostProcess(
  environment: Readonly<Record<string, string>>,
  directory?: string,
): Promise<HostProcess> {
  // With the condition given it hands over to no other process, so that signals reach the host itself.
  const child = spawn(process.execPath, ['--conditions=wasla-source', BIN, 'start'], {
    cwd: directory,
    env: {
      ...process.env,
      PORT: '0',
      LOG_LEVEL: 'warn',
      RATE_LIMIT_PER_ADDRESS: '0',
      RATE_LIMIT_PER_ORGANIZATION: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = URL_LINE.exec(output)?.[0]
      if (found !== undefined) resolve(found.replace('localhost', '127.0.0.1'))
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) =>
      reject(new Error(`The host ended with ${code} before it was ready:\n${output}`)),
    )
  })
  const ended = once(child, 'exit')
  return {
    url,
    child,
    output: () => output,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
    signal: (name) => void child.kill(name),
  }
}
