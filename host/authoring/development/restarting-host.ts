import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A host in a process of its own that can be started anew. */
export class RestartingHost {
  readonly #environment: NodeJS.ProcessEnv
  #child: ChildProcess | undefined
  #turn: Promise<void> = Promise.resolve()

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment
  }

  /** One after the other, however many are asked for. */
  restart(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      await this.#end()
      this.#child = spawn(process.execPath, [...process.execArgv, bin(), 'start'], {
        env: this.#environment,
        stdio: 'inherit',
      })
    })
    return this.#turn
  }

  stop(): Promise<void> {
    return this.#turn.then(() => this.#end())
  }

  async #end(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
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
