import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { EventLoopHealth } from './event-loop-watch.ts'

const WATCH = fileURLToPath(new URL('event-loop-watch.ts', import.meta.url))

const program = (directory: string) => `
  import { watchEventLoop } from ${JSON.stringify(WATCH)}
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const watch = watchEventLoop({ plugins: () => [{ id: 'greedy', directory: ${JSON.stringify(directory)} }], log, limitMs: 200 })
  const { countForever } = await import(${JSON.stringify(join(directory, 'greedy.mjs'))})
  await new Promise((resolve) => setTimeout(resolve, 600))
  const calm = watch.health.blocking.length
  await Promise.resolve()
  countForever(1500)
  await new Promise((resolve) => setTimeout(resolve, 300))
  console.log(JSON.stringify({ calm, ...watch.health }))
  await watch.stop()`

test('a plugin that blocks the event loop is named, with its function', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'wasla-greedy-'))
  try {
    await writeFile(
      join(directory, 'greedy.mjs'),
      'export function countForever(ms) { const end = Date.now() + ms; while (Date.now() < end); }',
    )
    const main = join(directory, 'main.mjs')
    await writeFile(main, program(directory))
    const { stdout } = await promisify(execFile)(process.execPath, [main])
    const health = JSON.parse(stdout) as EventLoopHealth & { calm: number }
    expect(health.calm).toBe(0)
    expect(health.blocking).toMatchObject([
      { plugin: 'greedy', where: 'countForever in greedy.mjs', times: 1 },
    ])
  } finally {
    await rm(directory, { recursive: true })
  }
})
