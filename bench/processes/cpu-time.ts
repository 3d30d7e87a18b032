import { readdir, readFile } from 'node:fs/promises'

/** Linux counts what ended processes spent in hundredths of a second. */
const TICK_MS = 10
const TRIES = 20

/**
 * Milliseconds that a process spent on a processor, from Linux's accounting: unlike a rate, it hardly depends
 * on what else the machine does. `NaN` where there is no such accounting.
 */
export async function cpuTime(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => undefined)
  if (tasks === undefined) return Number.NaN
  const nanoseconds = await Promise.all(
    tasks.map(async (task) => {
      const spent = await readFile(`/proc/${pid}/task/${task}/schedstat`, 'utf8').catch(() => '0')
      return Number(spent.split(' ', 1)[0])
    }),
  )
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1e6
}

/**
 * The same of a PostgreSQL: of its server processes that run, and of those that have ended since it started.
 * @param backend one of them, which runs throughout
 */
export async function databaseTime(backend: number): Promise<number> {
  const parent = await parentOf(backend)
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const ended = await endedChildren(parent)
    const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '')
    const running = await Promise.all(
      [parent, ...children.split(' ').filter(Boolean).map(Number)].map(cpuTime),
    )
    // One that ends in between would be counted twice, or not at all.
    if (!running.some(Number.isNaN) && (await endedChildren(parent)) === ended)
      return running.reduce((sum, time) => sum + time, ended)
  }
  return Number.NaN
}

async function parentOf(pid: number): Promise<number> {
  const [, parent] = await statistics(pid)
  return Number(parent)
}

/** Milliseconds that children spent which have ended. */
async function endedChildren(pid: number): Promise<number> {
  const fields = await statistics(pid)
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS
}

/** Of proc_pid_stat(5), from the third on: what comes before may contain anything. */
async function statistics(pid: number): Promise<string[]> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return line.slice(line.lastIndexOf(')') + 2).split(' ')
}
