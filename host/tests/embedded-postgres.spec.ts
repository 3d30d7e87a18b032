import { access, chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { findPostmaster, runs, stopPostgres } from './_postmaster.ts'
import { startProcess } from './_process.ts'

const program = fileURLToPath(new URL('_embedded-host.ts', import.meta.url))
let existing: string
let dataDirectory: string
let running: ReturnType<typeof startProcess>[] = []

beforeAll(async () => {
  existing = await makeDirectory()
})

beforeEach(() => {
  dataDirectory = existing
})

afterEach(async () => {
  for (const host of running) host.kill('SIGKILL')
  running = []
  await stopPostgres(join(dataDirectory, 'postgres'))
  if (dataDirectory !== existing) await rm(dataDirectory, { recursive: true, force: true })
})

afterAll(() => rm(existing, { recursive: true, force: true }))

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'wasla-host-'))
  await chmod(directory, 0o755) // as root, the server's user must reach it
  return directory
}

function startHost() {
  const host = startProcess(process.execPath, [program, dataDirectory])
  running.push(host)
  return host
}

async function started(host: ReturnType<typeof startProcess>) {
  const [, text = ''] = await host.printed(/^started (.*)$/m)
  return JSON.parse(text) as { url: string; adopted: boolean; directory: string; moved: boolean }
}

async function query(url: string, statement: string): Promise<unknown> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows[0]?.[0]
  } finally {
    await client.end()
  }
}

function pidFile() {
  return join(dataDirectory, 'postgres', 'data', 'postmaster.pid')
}

function postmaster(): Promise<number | undefined> {
  return findPostmaster(join(dataDirectory, 'postgres'))
}

test('it starts, keeps what was written and stops in order', async () => {
  const first = startHost()
  const { url, adopted, directory } = await started(first)
  expect(adopted).toBe(false)
  expect(directory).toBe(join(dataDirectory, 'postgres'))
  expect(await query(url, 'show server_version_num')).toMatch(/^18/)
  expect(await query(url, 'show listen_addresses')).toBe('127.0.0.1')
  expect(await query(url, 'show fsync')).toBe('on')
  expect(await query(url, "select lower('ÉÇ') || upper('ß')")).toBe('éçß')
  await query(url, 'create table kept as select 1 as value')
  const password = await stat(join(directory, 'data', 'wasla.password'))
  expect(password.mode & 0o777).toBe(0o600)

  first.kill('SIGTERM')
  expect(await first.finished).toMatchObject({ code: 0, output: expect.stringContaining('ended') })
  await expect(access(pidFile())).rejects.toThrow('ENOENT')

  const second = startHost()
  expect(await query((await started(second)).url, 'select value from kept')).toBe(1)
})

test('a wrong password is refused', async () => {
  const { url } = await started(startHost())
  const wrong = new URL(url)
  wrong.password = 'postgres'
  await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
})

test('after kill -9 of the host, the next one adopts the server that still runs', async () => {
  const killed = startHost()
  const { url } = await started(killed)
  const server = await postmaster()
  killed.kill('SIGKILL')
  await killed.finished
  expect(await query(url, 'select 1')).toBe(1)

  const next = startHost()
  expect(await started(next)).toMatchObject({ adopted: true, url })
  expect(await postmaster()).toBe(server)
  next.kill('SIGTERM')
  expect(await next.finished).toMatchObject({ code: 0 })
  expect(await runs(server as number)).toBe(false)
})

test('after kill -9 of host and server, the next host recovers the data', async () => {
  const killed = startHost()
  const { url } = await started(killed)
  await query(url, 'create table recovered as select 1 as value')
  process.kill((await postmaster()) as number, 'SIGKILL')
  killed.kill('SIGKILL')
  await killed.finished
  await access(pidFile())

  const next = await started(startHost())
  expect(next.adopted).toBe(false)
  expect(await query(next.url, 'select value from recovered')).toBe(1)
})

test('a pid file that names some other living process does not stand in the way', async () => {
  const first = startHost()
  await started(first)
  const text = await readFile(pidFile(), 'utf8')
  first.kill('SIGTERM')
  await first.finished
  await writeFile(pidFile(), text.replace(/^\d+/, String(process.pid)))
  expect((await started(startHost())).adopted).toBe(false)
})

test('a second host on one data directory is refused while the first lives', async () => {
  const first = startHost()
  await started(first)
  const second = await startHost().finished
  expect(second.code).toBe(1)
  expect(second.output).toMatch(
    new RegExp(`^locked_data_directory: .*${dataDirectory}.*test host, process ${first.pid}.*\n$`),
  )
  first.kill('SIGTERM')
  expect(await first.finished).toMatchObject({ code: 0 })
})

test('of two hosts that start at once on a new directory, one wins and one is refused', async () => {
  dataDirectory = await makeDirectory()
  const hosts = [startHost(), startHost()]
  const outcomes = await Promise.all(hosts.map((host) => host.printed(/started|locked_data_directory/)))
  expect(outcomes.map(([word]) => word).sort()).toEqual(['locked_data_directory', 'started'])
})

test('a first start that was interrupted leaves nothing that hinders the next', async () => {
  dataDirectory = await makeDirectory()
  const interrupted = startHost()
  await new Promise((wake) => setTimeout(wake, 300))
  interrupted.kill('SIGKILL')
  await interrupted.finished
  expect((await started(startHost())).adopted).toBe(false)
})

test('the end of the server is noticed', async () => {
  const host = startHost()
  await started(host)
  process.kill((await postmaster()) as number, 'SIGINT')
  expect(await host.finished).toMatchObject({ output: expect.stringContaining('ended') })
})

test('a data directory that cannot be made is refused in one sentence', async () => {
  dataDirectory = await makeDirectory()
  const file = join(dataDirectory, 'file')
  await writeFile(file, '')
  const host = await startProcess(process.execPath, [program, file]).finished
  expect(host.code).toBe(1)
  expect(host.output).toMatch(/^unusable_data_directory: .*WASLA_DATA_DIR.*\n$/)
})

test('data of another major version is refused in one sentence', async () => {
  const first = startHost()
  await started(first)
  first.kill('SIGTERM')
  await first.finished
  await writeFile(join(dataDirectory, 'postgres', 'data', 'PG_VERSION'), '17\n')
  expect((await startHost().finished).output).toMatch(/^unusable_data_directory: .*PostgreSQL 17.*\n$/)
})
