import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClient } from '@wasla/host'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../core/tests/_test-database.ts'
import { eventually } from './_eventually.ts'
import { startHostProcess, type HostProcess } from './hosts/host-process.ts'

const EMAIL = 'sara@example.com'

let database: TestDatabase
let admin: pg.Client
let host: HostProcess
let api: TestClient
let directory: string
let organizationId: string

const start = () =>
  startHostProcess({
    DATABASE_URL: database.adminUrl,
    WASLA_DATA_DIR: directory,
    WASLA_ENCRYPTION_KEYS: Buffer.alloc(32, 7).toString('base64'),
  })

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wasla-data-'))
  database = await createTestDatabase()
  host = await start()
  admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
  api = new TestClient(host.url)
  const { body } = await api.call('POST', '/auth/register', {
    body: {
      organizationName: 'Northwind',
      fullName: 'Amal Saleh',
      email: 'amal@example.com',
      password: 'correct horse battery staple',
    },
  })
  api.token = body.accessToken
  organizationId = body.organization.id
})

afterAll(async () => {
  await host.stop()
  await admin.end()
  await database.drop()
  await rm(directory, { recursive: true, force: true })
})

/** Kills the host, without a word, and starts another on the same database. */
async function replaceHost(): Promise<void> {
  host.signal('SIGKILL')
  host = await start()
  api = new TestClient(host.url, api.token)
}

const objects = async () =>
  (await readdir(join(directory, 'files'), { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  ).length

test('an upload whose host is killed leaves a half-written object that nobody sees and the sweep removes', async () => {
  const form = new FormData()
  form.append('file', new Blob(['whole']), 'whole.txt')
  const whole = await fetch(`${host.url}/api/v1/files`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${api.token}` },
  })
  const { id } = (await whole.json()) as { id: string }

  const doomed = request(`${host.url}/api/v1/files`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${api.token}`,
      'content-type': 'multipart/form-data; boundary=cut',
      'content-length': '9000000',
    },
  })
  doomed.on('error', () => undefined)
  doomed.write('--cut\r\ncontent-disposition: form-data; name="file"; filename="half.bin"\r\n\r\n')
  doomed.write(randomBytes(500_000))
  await eventually(async () => expect(await objects()).toBe(2))
  await replaceHost()

  expect((await api.call('GET', '/files')).body.items.map((file: { id: string }) => file.id)).toEqual([id])
  await admin.query(
    `update platform.files set touched_at = now() - interval '1 hour' where status = 'pending'`,
  )
  // The sweep comes when the host starts, and every minute.
  await replaceHost()
  await eventually(async () =>
    expect((await admin.query('select id from platform.files')).rows).toEqual([{ id }]),
  )
  expect(await objects()).toBe(1)
})

test('an erasure whose host is killed goes on where it was, on another', async () => {
  expect(
    (
      await api.call('PUT', '/modules/ticketing?wait=acknowledged', {
        body: { active: true, withRequirements: true },
      })
    ).status,
  ).toBe(200)
  await api.call('POST', '/crm/customers', {
    body: { companyName: 'Acme', contactName: 'Sara', email: EMAIL },
  })
  // The platform's part waits for us, so that the modules' parts are done for certain when the host dies.
  await admin.query(`
    create function public.wait_for_us() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock(92); return null; end $$;
    grant execute on function public.wait_for_us() to public;
    create trigger wait_for_us before delete on platform.invitations execute function public.wait_for_us()`)
  await admin.query('select pg_advisory_lock(92)')
  const { body: ordered } = await api.call('POST', '/privacy/requests', {
    body: { kind: 'erase', subject: { email: EMAIL } },
  })
  await eventually(async () => {
    const { rows } = await admin.query(
      `select from pg_locks where locktype = 'advisory' and not granted and objid = 92`,
    )
    expect(rows).toHaveLength(1)
  })
  const doomed = host
  doomed.signal('SIGKILL')
  await admin.query('select pg_advisory_unlock(92)')
  await eventually(() => admin.query('drop trigger wait_for_us on platform.invitations'))
  host = await start()
  api = new TestClient(host.url, api.token)

  const half = (await api.call('GET', `/privacy/requests/${ordered.id}`)).body
  expect(half).toMatchObject({
    status: 'running',
    report: { modules: { crm: { status: 'done', erased: [{ anonymised: 1 }] } } },
  })
  // Nobody has to wait here for the lease of the dead host to end.
  await admin.query('update platform.privacy_requests set lease_until = now()')
  const done = await eventually(async () => {
    const { body } = await api.call('GET', `/privacy/requests/${ordered.id}`)
    expect(body.status).toBe('completed')
    return body
  })
  // What the first host erased is in the report of the second, which did not do it again.
  expect(done.report.modules.crm).toEqual(half.report.modules.crm)
  expect(done.report.remaining).toEqual([])
  const { rows } = await admin.query(
    'select attempts from platform.privacy_requests where organization_id = $1',
    [organizationId],
  )
  expect(rows).toEqual([{ attempts: 2 }])
})
