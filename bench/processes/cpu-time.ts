import { readdir, readFile } from 'node:fs/promises'

/**
 * Milliseconds that processes spent on a processor, from Linux's accounting: unlike a rate, it hardly depends
 * on what else the machine does. `NaN` where there is no such accounting.
 */
export async function cpuTime(pids: readonly number[]): Promise<number> {
  const times = await Promise.all(pids.map(timeOf))
  return times.reduce((sum, time) => sum + time, 0)
}

async function timeOf(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => undefined)
  if (tasks === undefined) return Number.NaN
  const nanoseconds = await Promise.all(
    tasks.map(async (task) => {
      const statistics = await readFile(`/proc/${pid}/task/${task}/schedstat`, 'utf8').catch(() => '0')
      return Number(statistics.split(' ', 1)[0])
    }),
  )
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1e6
}

/** The server processes of a PostgreSQL, found through one of its own. */
export async function databaseProcesses(backend: number): Promise<number[]> {
  const parent = await parentOf(backend)
  const entries = await readdir('/proc').catch(() => [])
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number)
  const parents = await Promise.all(pids.map(parentOf))
  return pids.filter((_pid, index) => parent !== undefined && parents[index] === parent)
}

async function parentOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1]
  return parent === undefined ? undefined : Number(parent)
}
