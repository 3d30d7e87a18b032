import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTemporaryPostgres } from '../postgres/temporary-postgres.ts'
import { startProcess } from './_process.ts'

const program = fileURLToPath(new URL('_temporary-holder.ts', import.meta.url))
const { TMPDIR } = process.env
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wasla-temporary-'))
  await chmod(directory, 0o777)
  process.env['TMPDIR'] = directory
})

afterEach(async () => {
  if (TMPDIR === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = TMPDIR
  await rm(directory, { recursive: true, force: true })
})

async function answers(url: string): Promise<boolean> {
  const client = new Client(url)
  client.on('error', () => undefined)
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}

test('it runs without waiting for the disk, and stop removes it', async () => {
  const postgres = await startTemporaryPostgres({ work_mem: '8MB' })
  const client = new Client(postgres.url)
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query(
    `select current_setting('fsync') as fsync, current_setting('work_mem') as memory`,
  )
  expect(rows).toEqual([{ fsync: 'off', memory: '8MB' }])
  expect(await readdir(directory)).toHaveLength(1)
  await postgres.stop() // with a connection still open
  expect(await readdir(directory)).toEqual([])
  expect(await answers(postgres.url)).toBe(false)
  await postgres.stop()
})

test('several run beside each other', async () => {
  const servers = await Promise.all([startTemporaryPostgres(), startTemporaryPostgres()])
  expect(await Promise.all(servers.map(({ url }) => answers(url)))).toEqual([true, true])
  await Promise.all(servers.map(({ stop }) => stop()))
  expect(await readdir(directory)).toEqual([])
})

test.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)(
  '%s of its process removes server and files',
  async (signal) => {
    const holder = startProcess(process.execPath, [program])
    const [, url = ''] = await holder.printed(/^started (.*)$/m)
    expect(await answers(url)).toBe(true)
    holder.kill(signal)
    await holder.finished
    await expect.poll(() => readdir(directory), { timeout: 10_000 }).toEqual([])
    expect(await answers(url)).toBe(false)
  },
)

test.each([30, 150, 400, 700])(
  'kill -9 %i ms after the start removes whatever there was',
  async (milliseconds) => {
    const holder = startProcess(process.execPath, [program])
    await new Promise((wake) => setTimeout(wake, milliseconds))
    holder.kill('SIGKILL')
    await holder.finished
    await expect.poll(() => readdir(directory), { timeout: 10_000 }).toEqual([])
    await new Promise((wake) => setTimeout(wake, 300))
    expect(await readdir(directory)).toEqual([])
  },
)
