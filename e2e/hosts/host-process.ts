import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { throughPgbouncer } from '../pgbouncer/through-pgbouncer.ts'

const BIN = fileURLToPath(new URL('../../host/bin/wasla.js', import.meta.url))
const STAND_BY = new URL('stand-by.ts', import.meta.url).href
const URL_LINE = /https?:\/\/localhost:\d+/
const STANDING_BY = /standing by/

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

/** A process that has loaded a host's code and has yet to start: what takes long is done. */
export interface HostStandingBy {
  /** @throws Error with the host's output when it ends before it is ready */
  start(): Promise<HostProcess>
  /** Ends it, when it is not needed. */
  dismiss(): void
}

/** A network of its own, in which a host is started. */
export interface Network {
  /** What a command begins with to run inside. */
  readonly command: readonly string[]
  /** Where a host inside is reached. */
  readonly hostAddress: string
}

/**
 * @param directory where it is started: the list of plugins that a deployment adds lies there
 * @throws Error with the host's output when it ends before it is ready
 */
export function startHostProcess(
  environment: Readonly<Record<string, string>>,
  directory?: string,
  network?: Network,
): Promise<HostProcess> {
  return serving(begin([], environment, directory, network?.command), network?.hostAddress)
}

/** @throws Error with its output when it ends before it has loaded everything */
export async function standBy(
  environment: Readonly<Record<string, string>>,
  directory?: string,
): Promise<HostStandingBy> {
  const begun = begin([`--import=${STAND_BY}`], environment, directory)
  await said(begun, STANDING_BY)
  return {
    start: () => {
      begun.child.stdin?.end('start\n')
      return serving(begun)
    },
    dismiss: () => void begun.child.kill('SIGKILL'),
  }
}

/** A test that runs out of time leaves nothing behind: what it began ends with its process. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

interface Begun {
  readonly child: ChildProcess
  readonly output: () => string
}

function begin(
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
  directory?: string,
  within: readonly string[] = [],
): Begun {
  // With the condition given it hands over to no other process, so that signals reach the host itself.
  const node = [process.execPath, '--conditions=wasla-source', ...options, BIN, 'start']
  const [command = process.execPath, ...rest] = [...within, ...node]
  const child = spawn(command, rest, {
    cwd: directory,
    env: {
      ...process.env,
      PORT: '0',
      LOG_LEVEL: 'warn',
      RATE_LIMIT_PER_ADDRESS: '0',
      RATE_LIMIT_PER_ORGANIZATION: '0',
      ...environment,
      ...throughPgbouncer(environment),
    },
    stdio: [options.length === 0 ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  return { child, output: () => output }
}

/** Waits until a host has printed something. @throws Error with its output when it ends before */
function said({ child, output }: Begun, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = pattern.exec(output())?.[0]
      if (found === undefined) return
      child.stdout?.off('data', look)
      child.stderr?.off('data', look)
      resolve(found)
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', (code) =>
      reject(new Error(`The host ended with ${code} before it was ready:\n${output()}`)),
    )
    look()
  })
}

async function serving(begun: Begun, address = '127.0.0.1'): Promise<HostProcess> {
  const { child, output } = begun
  const url = (await said(begun, URL_LINE)).replace('localhost', address)
  const ended = once(child, 'exit')
  return {
    url,
    child,
    output,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
    signal: (name) => void child.kill(name),
  }
}
