import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packWorkspace } from '../../.ci/packages/pack-workspace.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
/** A registry that falls silent must not keep the whole run waiting. */
const PATIENT_INSTALL = 'npm install --prefer-offline --fetch-timeout=30000 --no-audit --no-fund'
/** Above what a test of the plugin may take, which then says itself what it waited for. */
const TIME_LIMIT = 900_000

export interface Finished {
  readonly code: number | null
  readonly output: string
}

export interface RunningHost {
  readonly url: string
  output(): string
  stop(): Promise<void>
}

/** An empty folder of somebody else's, into which the packed packages are installed, and nothing of this repository. */
export class Deployment {
  readonly directory = mkdtempSync(join(tmpdir(), 'wasla-stranger-'))
  readonly environment: NodeJS.ProcessEnv
  readonly #running = new Set<ChildProcess>()
  readonly #steps: { seconds: number; what: string }[] = []

  constructor(environment: Readonly<Record<string, string>>) {
    const own = Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) =>
          !/^(NODE_(OPTIONS|ENV|CHANNEL_FD|UNIQUE_ID|V8_COVERAGE)$|VITEST|TEST$|npm_(package|lifecycle)|NX_|LERNA)/.test(
            name,
          ),
      ),
    )
    this.environment = {
      ...own,
      CI: 'true',
      NO_COLOR: '1',
      LOG_LEVEL: 'warn',
      PORT: '0',
      RATE_LIMIT_PER_ADDRESS: '0',
      ...environment,
    }
    this.environment['PATH'] = [join(this.directory, 'node_modules/.bin'), process.env['PATH']].join(
      delimiter,
    )
  }

  /** Runs the guide's own commands, with the packed packages in place of what the registry would give. */
  async install(commands: string): Promise<Finished> {
    const tarballs = await this.#timed('pack the packages', () =>
      packWorkspace(repository, join(this.directory, 'tarballs')),
    )
    const packed = commands
      .replace('npm install', `${PATIENT_INSTALL} ${tarballs.join(' ')}`)
      .replaceAll(/ @wasla\/[\w-]+/g, '')
    return this.shell(packed)
  }

  /** Copies the example as a stranger would find it: without what an author's machine leaves in a folder. */
  copyExample(name: string): void {
    cpSync(join(repository, 'examples', name), join(this.directory, name), {
      recursive: true,
      filter: (path) => !/[\\/](node_modules|dist|dist-admin|\.wasla)$/.test(path),
    })
  }

  run(command: string, args: readonly string[], folder = '.'): Promise<Finished> {
    return this.#timed(`${folder} $ ${[command, ...args].join(' ').slice(0, 100)}`, async () => {
      const child = spawn(command, args, {
        cwd: join(this.directory, folder),
        env: this.environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: TIME_LIMIT,
      })
      this.#running.add(child)
      let output = ''
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
      const [code] = await once(child, 'close')
      return { code, output }
    })
  }

  shell(script: string): Promise<Finished> {
    return this.run('bash', ['-euo', 'pipefail', '-c', script])
  }

  wasla(...args: string[]): Promise<Finished> {
    return this.run('wasla', args)
  }

  start(): Promise<RunningHost> {
    return this.#timed('wasla start', async () => {
      const child = spawn('wasla', ['start'], {
        cwd: this.directory,
        env: this.environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      this.#running.add(child)
      let output = ''
      const url = await new Promise<string>((resolve, reject) => {
        const read = (chunk: Buffer): void => {
          output += chunk.toString()
          const port = /http:\/\/localhost:(\d+)/.exec(output)?.[1]
          if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
        }
        child.stdout.on('data', read)
        child.stderr.on('data', read)
        child.once('exit', (code) =>
          reject(new Error(`The host ended with ${code} before it was ready:\n${output}`)),
        )
      })
      return { url, output: () => output, stop: () => stopped(child) }
    })
  }

  /** What took how long, the longest first. */
  durations(): string {
    return this.#steps
      .filter(({ seconds }) => seconds >= 1)
      .sort((one, other) => other.seconds - one.seconds)
      .map(({ seconds, what }) => `${seconds.toFixed(1).padStart(6)} s  ${what}`)
      .join('\n')
  }

  /** Ends what a failed test left running, and removes the folder. */
  remove(): void {
    for (const child of this.#running)
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    rmSync(this.directory, { recursive: true, force: true })
  }

  async #timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    const begun = performance.now()
    try {
      return await work()
    } finally {
      this.#steps.push({ seconds: (performance.now() - begun) / 1000, what: what.replaceAll('\n', ' ') })
    }
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
