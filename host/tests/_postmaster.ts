import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { commandLine } from '../postgres/process-identity.ts'

/** The process id in the pid file of a cluster's home, if there is one. */
export async function findPostmaster(home: string): Promise<number | undefined> {
  const text = await readFile(join(home, 'data', 'postmaster.pid'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : Number(text.split('\n')[0])
}

/** A zombie that nobody has waited for has no command line any more. */
export async function runs(pid: number): Promise<boolean> {
  return (await commandLine(pid)) !== ''
}

/** Ends the server that a test left running. */
export async function stopPostgres(home: string): Promise<void> {
  const pid = await findPostmaster(home)
  if (pid === undefined || !(await commandLine(pid)).includes(home)) return
  process.kill(pid, 'SIGQUIT')
  await expect.poll(() => runs(pid), { timeout: 5000 }).toBe(false)
}
