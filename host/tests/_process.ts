import { execFile, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface Finished {
  code: number | null
  signal: NodeJS.Signals | null
  output: string
}

/** A child process whose output is collected, stdout and stderr in one. */
export function startProcess(command: string, options: readonly string[], settings: SpawnOptions = {}) {
  const child = spawn(command, options, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const finished = once(child, 'close').then(([code, signal]): Finished => ({ code, signal, output }))
  return {
    pid: child.pid as number,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    finished,
    /** Waits until the output matches, and fails with what there was if the process ends before. */
    async printed(pattern: RegExp): Promise<RegExpExecArray> {
      for (;;) {
        const match = pattern.exec(output)
        if (match) return match
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`It ended without printing ${pattern}: ${output}`)
        await new Promise((wake) => setTimeout(wake, 20))
      }
    },
  }
}

/** A Node older than 24 somewhere on PATH. */
export async function findOlderNode(): Promise<string | undefined> {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    const node = join(directory, 'node')
    try {
      accessSync(node)
    } catch {
      continue
    }
    const version = await new Promise<string>((resolve) =>
      execFile(node, ['--version'], (_, stdout) => resolve(stdout)),
    )
    const major = Number(/^v(\d+)/.exec(version)?.[1])
    if (major >= 20 && major < 24) return node
  }
}
