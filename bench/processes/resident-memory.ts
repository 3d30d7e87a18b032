import { readFile } from 'node:fs/promises'

/** Megabytes that a process holds in memory, on Linux; `NaN` elsewhere. */
export async function residentMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1]
  return kilobytes === undefined ? Number.NaN : Number(kilobytes) / 1024
}
