import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * A host in a process of its own that can be started anew. The next one stands by with the platform's code loaded, which is
 * most of a start, and reads the plugins when its turn comes.
 */
export class RestartingHost {
  readonly #environment: NodeJS.ProcessEnv
  #running: ChildProcess | undefined
  #next: ChildProcess | undefined
  #turn: Promise<void> = Promise.resolve()

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment
  }

  /** One after the other, however many are asked for. `prepare` runs while the old one stops. */
  restart(prepare: () => Promise<void> = async () => {}): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      const next = this.#next !== undefined && lives(this.#next) ? this.#next : this.#standBy()
      await Promise.all([end(this.#running), prepare()])
      next.send('start')
      this.#running = next
      this.#next = this.#standBy()
    })
    return this.#turn
  }

  stop(): Promise<void> {
    return this.#turn.then(async () => {
      await Promise.all([end(this.#running), end(this.#next)])
    })
  }

  #standBy(): ChildProcess {
    return spawn(process.execPath, [...process.execArgv, bin(), 'start'], {
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
