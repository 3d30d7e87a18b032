import type { SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findFreePort } from '../postgres/free-port.ts'
import { startTemporaryPostgres, type TemporaryPostgres } from '../postgres/temporary-postgres.ts'
import { startOlderPostgres } from './_older-postgres.ts'
import { findPostmaster, stopPostgres } from './_postmaster.ts'
import { startProcess } from './_process.ts'

/** As PostgreSQL says it: a letter, the length, and each field behind its own letter. */
const STARTING = (() => {
  const fields = Buffer.from('SFATAL\0C57P03\0Mit is starting up\0\0')
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
})()

const program = fileURLToPath(new URL('_cli.ts', import.meta.url))
let directory: string
let postgres: TemporaryPostgres
let running: ReturnType<typeof startProcess>[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wasla-start-'))
  await chmod(directory, 0o755)
  postgres = await startTemporaryPostgres()
  await query("create role ordinary login password 'ordinary'", 'create database given')
})

afterEach(async () => {
  for (const host of running) host.kill('SIGKILL')
  running = []
  for (const name of ['.wasla', 'doomed']) await stopPostgres(join(directory, name, 'postgres'))
})

afterAll(async () => {
  await postgres.stop()
  await rm(directory, { recursive: true, force: true })
})

async function query(...statements: string[]): Promise<void> {
  const client = new Client(postgres.url)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

function wasla(command: string, environment: Record<string, string> = {}, settings: SpawnOptions = {}) {
  const started = startProcess(
    process.execPath,
    ['--conditions=wasla-source', program, ...command.split(' ')],
    {
      ...settings,
      cwd: directory,
      env: { PATH: process.env['PATH'], PORT: '0', ...environment },
    },
  )
  running.push(started)
  return started
}

function given(user: string, password = user, database = 'given'): string {
  const url = new URL(postgres.url)
  Object.assign(url, { username: user, password, pathname: `/${database}` })
  return url.href
}

function superuser(): string {
  return Object.assign(new URL(postgres.url), { pathname: '/given' }).href
}

async function refused(environment: Record<string, string>, code: string): Promise<string> {
  const result = await wasla('start', environment).finished
  expect(result.code).toBe(1)
  expect(result.output).toMatch(new RegExp(`^[A-Z][^\\n]* \\[${code}\\]\\n$`))
  return result.output
}

test('a first start shows one screen, a signal ends it with 0, and a later start is quick', async () => {
  await rm(join(directory, '.wasla'), { recursive: true, force: true })
  const begun = performance.now()
  const first = wasla('start')
  await first.printed(/Stop it with/)
  const firstTook = performance.now() - begun
  first.kill('SIGTERM')
  const { code, output } = await first.finished
  expect(code).toBe(0)
  expect(output).toMatch(/Open +http:\/\/localhost:\d+\n/)
  expect(output).toContain(join(directory, '.wasla', 'postgres'))
  expect(output).toContain('/api/v1/auth/register')
  expect(output).toMatch(/Modules +crm 1\.2\.3\n/)
  expect(output).toMatch(/Quarantined +broken: its code is missing/)
  expect(output).toContain('as wasla_app')
  expect(output.slice(output.indexOf('Wasla ')).split('\n').length).toBeLessThan(24)

  const began = performance.now()
  const later = wasla('start')
  await later.printed(/Stop it with/)
  expect(performance.now() - began).toBeLessThan(firstTook)

  expect(await wasla('start').finished).toMatchObject({
    code: 1,
    output: expect.stringMatching(
      /^The data directory .* is in use by another Wasla .*\[locked_data_directory\]\n$/,
    ),
  })
  const beside = await wasla('migrate').finished
  expect(beside.output).toMatch(/^0 applied/m)
  later.kill('SIGINT')
  expect(await later.finished).toMatchObject({ code: 0 })
})

test('Ctrl-C during a first start lets it come to its end, and stops in order', async () => {
  const host = wasla('start', { WASLA_DATA_DIR: 'doomed' }, { detached: true })
  const home = join(directory, 'doomed', 'postgres')
  const isMakingCluster = async () =>
    (await readdir(home).catch(() => [])).some((name) => /^initdb-\d+-\w+$/.test(name))
  await expect.poll(isMakingCluster, { interval: 10, timeout: 30_000 }).toBe(true)
  // As a terminal does: to every process of the group, and to the older Node that passes it on.
  process.kill(-host.pid, 'SIGINT')
  process.kill(-host.pid, 'SIGINT')
  expect(await host.finished).toMatchObject({ code: 0, output: expect.stringContaining('Stopping') })
  expect(await findPostmaster(home)).toBe(undefined)
})

test('a server of one’s own is used with a login derived from the privileged one', async () => {
  const host = wasla('start', { DATABASE_URL: superuser() })
  await host.printed(/Stop it with/)
  host.kill('SIGTERM')
  const { code, output } = await host.finished
  expect(code).toBe(0)
  expect(output).toContain('as wasla_app')
  expect(output).toContain('postgres:***@127.0.0.1')
  expect(output).not.toContain(new URL(postgres.url).password)
})

test('beside DATABASE_ADMIN_URL the login of DATABASE_URL is used as it is', async () => {
  const host = wasla('worker', { DATABASE_URL: given('ordinary'), DATABASE_ADMIN_URL: superuser() })
  await host.printed(/runs jobs[^]*Stop it with/)
  host.kill('SIGTERM')
  expect(await host.finished).toMatchObject({ code: 0, output: expect.stringContaining('as ordinary') })
})

test('work that does not end is cut off after STOP_TIMEOUT', async () => {
  const host = wasla('start', { DATABASE_URL: superuser(), STOP_TIMEOUT: '1', NEVER_STOPS: '1' })
  await host.printed(/Stop it with/)
  host.kill('SIGTERM')
  expect(await host.finished).toMatchObject({ code: 0, output: expect.stringContaining('STOP_TIMEOUT') })
})

test('a bad setting is named', async () => {
  expect(await refused({ PORT: 'http' }, 'invalid_setting')).toContain('PORT=8080')
})

test('a port in use is named, before the database is touched', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const environment = { PORT: String(port), DATABASE_URL: 'postgres://127.0.0.1:1/none' }
  expect(await refused(environment, 'port_in_use')).toContain(`Port ${port} of 127.0.0.1`)
  server.close()
})

test('an address of another machine cannot be listened on', async () => {
  expect(await refused({ HOST: '192.0.2.1' }, 'address_unavailable')).toContain('HOST=127.0.0.1')
})

test('an unreachable database is named without its password', async () => {
  const address = `postgres://wasla:hunter2@127.0.0.1:${await findFreePort()}/wasla`
  const sentence = await refused({ DATABASE_URL: address }, 'unreachable_database')
  expect(sentence).toContain('ECONNREFUSED')
  expect(sentence).toContain('DATABASE_URL')
  expect(sentence).not.toContain('hunter2')
})

/** The address of the server behind one that lets through the connections of the given numbers; to others it is starting. */
async function sometimesStarting(address: string, lets: (count: number) => boolean): Promise<URL> {
  let count = 0
  const server = createServer((socket) => {
    count += 1
    socket.on('error', () => undefined)
    if (lets(count)) {
      const through = connect(Number(new URL(address).port), '127.0.0.1')
      pipeline(socket, through, socket, () => undefined)
    } else socket.once('data', () => socket.end(STARTING))
  })
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  return Object.assign(new URL(address), { port: (server.address() as AddressInfo).port })
}

test('a database that is only starting is waited for', async () => {
  const address = await sometimesStarting(superuser(), (count) => count > 2)
  const host = wasla('start', { DATABASE_URL: address.href })
  await host.printed(/Stop it with/)
  host.kill('SIGINT')
  expect((await host.finished).output).toMatch(
    /^Waiting for the database of DATABASE_URL: it is starting up\.\n/,
  )
})

test('a database that goes away during a start is named, whoever asks it then', async () => {
  for (const last of [1, 2, 3]) {
    const address = await sometimesStarting(superuser(), (count) => count <= last)
    const { output } = await wasla('start', { DATABASE_URL: address.href }).finished
    expect(output.split('\n').at(-2), `after ${last} connections`).toMatch(
      /^The database .* \[(unreachable_database|database_unreachable|database_unavailable)\]$/,
    )
  }
})

test.each([
  ['a refused login', () => ({ DATABASE_URL: given('ordinary', 'wrong') }), 'database_login_refused'],
  [
    'a missing database',
    () => ({ DATABASE_URL: given('ordinary', 'ordinary', 'absent') }),
    'database_missing',
  ],
  [
    'a login that sees every organization',
    () => ({ DATABASE_URL: superuser(), DATABASE_ADMIN_URL: superuser() }),
    'privileged_database_login',
  ],
])('%s is named', async (_, environment, code) => {
  expect(await refused(environment(), code)).toContain('DATABASE_URL')
})

test('a server older than 18 is named', async () => {
  const server = await startOlderPostgres()
  expect(await refused({ DATABASE_URL: server.url }, 'unsupported_postgresql')).toContain('PostgreSQL 17.6')
  server.close()
})

test('when the embedded server ends, the host stops and says where to look', async () => {
  const host = wasla('start', { WASLA_DATA_DIR: 'doomed' })
  await host.printed(/Stop it with/)
  process.kill((await findPostmaster(join(directory, 'doomed', 'postgres'))) as number, 'SIGINT')
  expect(await host.finished).toMatchObject({
    code: 1,
    output: expect.stringMatching(/server\.log.*\[embedded_postgres_failed\]\n$/),
  })
})

test('a replica that does not answer is named', async () => {
  const replica = `postgres://127.0.0.1:${await findFreePort()}/wasla`
  const sentence = await refused(
    { DATABASE_URL: superuser(), DATABASE_REPLICA_URL: replica },
    'unreachable_database',
  )
  expect(sentence).toContain('DATABASE_REPLICA_URL')
})
