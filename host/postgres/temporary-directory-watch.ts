import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'

/**
 * Runs in a process of its own, given as text since it must work from sources, from a build and from a
 * bundle. Its input closes when the process that started it ends, however it ends; then it kills the
 * server of the directory and removes the directory.
 */
const program = `
const { existsSync, readFileSync, rmSync } = require('node:fs')
const directory = process.argv[1]
const deadline = 30_000
const server = () => {
  try { return Number(readFileSync(directory + '/data/postmaster.pid', 'utf8').split('\\n')[0]) } catch {}
}
process.stdin.resume().once('close', () => {
  const began = Date.now()
  const timer = setInterval(() => {
    const late = Date.now() - began > deadline
    const pid = server()
    if (pid) try { process.kill(pid, late ? 'SIGKILL' : 'SIGQUIT'); if (!late) return } catch {}
    try { rmSync(directory, { recursive: true, force: true }) } catch {}
    if (late || !existsSync(directory)) clearInterval(timer)
  }, 20)
})`

/** Ties a directory with a PostgreSQL server in `data` to the life of this process. */
export function watchOver(directory: string): { end(): Promise<void> } {
  const watch = spawn(process.execPath, ['--eval', program, directory], {
    cwd: '/',
    detached: true, // out of reach of Ctrl-C
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watch.unref()
  ;(watch.stdin as Socket).unref()
  return {
    async end() {
      if (watch.exitCode !== null) return
      watch.ref()
      watch.stdin.end()
      await once(watch, 'exit')
    },
  }
}
