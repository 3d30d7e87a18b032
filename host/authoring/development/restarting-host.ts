import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface RestartOptions {
  /** Whether the next one stands by: not where every change is one of the platform's own code. */
  spare: boolean
  /** What runs as the host; by default `bin/wasla.js`. */
  program?: string
}

/**
 * A host in a process of its own that can be started anew. The next one stands by with the platform's code loaded, which is
 * most of a start. When its turn comes it reads the plugins while the one before it ends, and listens when that has ended.
 */
export class RestartingHost {
  readonly #environment: NodeJS.ProcessEnv
  readonly #spare: boolean
  readonly #program: string
  #running: ChildProcess | undefined
  #next: ChildProcess | undefined
  #turn: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(environment: NodeJS.ProcessEnv, { spare, program = bin() }: RestartOptions) {
    this.#environment = environment
    this.#spare = spare
    this.#program = program
  }

  /**
   * One after the other, however many are asked for.
   * @param prepare runs before the new one reads the plugins
   * @param fresh the one that stands by has loaded what has changed, so it is of no use
   */
  restart(
    prepare: () => Promise<void> = async () => {},
    { fresh = false }: { fresh?: boolean } = {},
  ): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (fresh) {
        await end(this.#next)
        this.#next = undefined
      }
      const next = this.#next !== undefined && lives(this.#next) ? this.#next : this.#standBy()
      const before = this.#running
      this.#running = next
      this.#next = undefined
      await prepare()
      if (lives(next)) next.send('start')
      await end(before)
      if (lives(next)) next.send('listen')
      // Beside the one that starts, on a processor of its own: who saves twice in a row waits for it.
      if (this.#spare && !this.#stopped) this.#next = this.#standBy()
    })
    return this.#turn
  }

  stop(): Promise<void> {
    this.#stopped = true
    return this.#turn.then(async () => {
      await Promise.all([end(this.#running), end(this.#next)])
    })
  }

  #standBy(): ChildProcess {
    return spawn(process.execPath, [...process.execArgv, this.#program, 'start'], {
      env: { ...this.#environment, WASLA_STANDBY: '1' },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
  }
}

const lives = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || !lives(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** Beside the sources, or above `dist`. */
function bin(): string {
  for (
    let directory = import.meta.dirname;
    directory !== dirname(directory);
    directory = dirname(directory)
  ) {
    const path = join(directory, 'bin/wasla.js')
    if (existsSync(path)) return path
  }
  throw new Error('bin/wasla.js of @wasla/host is missing; install the package again.')
}
