import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { MemoryHealth } from './memory-watch.ts'

const WATCH = fileURLToPath(new URL('memory-watch.ts', import.meta.url))

const HOARD = `const kept = []
export function hoard() { for (let i = 0; i < 40; i += 1) kept.push(Array.from({ length: 500 }, (_, n) => ({ n }))) }`
const FORGETFUL = `export function forgetTimers() {
  for (let i = 0; i < 1500; i += 1) { const text = { i, at: new Date() }; setInterval(() => text.i, 1e9) }
}`
const TIDY = `export function tidy() { let last; for (let i = 0; i < 40; i += 1) last = Array.from({ length: 500 }, (_, n) => ({ n })); return last }`

/** Runs each plugin's function over and over, until something is named or time is up. */
const program = (directory: string, calls: string, ms: number) => `
  import { watchMemory } from ${JSON.stringify(WATCH)}
  import { hoard } from ${JSON.stringify(join(directory, 'hoarder/index.mjs'))}
  import { forgetTimers } from ${JSON.stringify(join(directory, 'forgetful/index.mjs'))}
  import { tidy } from ${JSON.stringify(join(directory, 'tidy/index.mjs'))}
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const plugins = ['hoarder', 'forgetful', 'tidy'].map((id) => ({ id, directory: ${JSON.stringify(directory)} + '/' + id }))
  const watch = watchMemory({ plugins: () => plugins, log, windowMs: 200, growthBytes: 2 ** 21 })
  const end = Date.now() + ${ms}
  const turn = setInterval(() => { ${calls} }, 10)
  while (watch.health.growing.length === 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50))
  clearInterval(turn)
  process.stdout.write(JSON.stringify(watch.health), () => process.exit())`

async function run(calls: string, ms = 15_000): Promise<MemoryHealth> {
  const directory = await mkdtemp(join(tmpdir(), 'wasla-memory-'))
  try {
    for (const [plugin, code] of Object.entries({ hoarder: HOARD, forgetful: FORGETFUL, tidy: TIDY })) {
      await mkdir(join(directory, plugin))
      await writeFile(join(directory, plugin, 'index.mjs'), code)
    }
    const main = join(directory, 'main.mjs')
    await writeFile(main, program(directory, calls, ms))
    const { stdout } = await promisify(execFile)(process.execPath, [main])
    return JSON.parse(stdout) as MemoryHealth
  } finally {
    await rm(directory, { recursive: true })
  }
}

test('a plugin that keeps ever more is named, with its function, and one beside it that lets go is not', async () => {
  const { growing } = await run('hoard(); tidy()')
  expect(growing).toMatchObject([{ plugin: 'hoarder', where: 'hoard in index.mjs' }])
  expect(growing[0]?.bytesPerMinute).toBeGreaterThan(2 ** 21)
})

test('a plugin that sets ever more timers is named by what they keep alive', async () => {
  const { growing, timers } = await run('forgetTimers(); tidy()')
  expect(growing).toMatchObject([{ plugin: 'forgetful', where: expect.stringContaining('forgetTimers') }])
  expect(timers).toBeGreaterThan(1500)
})

test('nobody is named while all let go', async () => {
  expect((await run('tidy()', 2500)).growing).toEqual([])
})
