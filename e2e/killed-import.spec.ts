import { readFile } from 'node:fs/promises'
import { TestClient } from '@wasla/host'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../core/tests/_test-database.ts'
import { eventually } from './_eventually.ts'
import { startHostProcess, type HostProcess } from './hosts/host-process.ts'

let database: TestDatabase
let admin: pg.Client
let survivor: HostProcess | undefined

beforeAll(async () => {
  database = await createTestDatabase()
  admin = new pg.Client({ connectionString: database.adminUrl })
})

afterAll(async () => {
  await survivor?.stop()
  await admin.end()
  await database.drop()
})

test('an import whose host is killed in the middle ends with exactly 91 customers on another', async () => {
  const doomed = await startHostProcess({ DATABASE_URL: database.adminUrl })
  await admin.connect()
  const api = new TestClient(doomed.url)
  const { body: account } = await api.call('POST', '/auth/register', {
    body: {
      organizationName: 'Northwind',
      fullName: 'Amal Saleh',
      email: 'amal@example.com',
      password: 'correct horse battery staple',
    },
  })
  api.token = account.accessToken
  expect((await api.call('PUT', '/modules/crm?wait=acknowledged', { body: { active: true } })).status).toBe(
    200,
  )

  // The 50th row waits for us, so that the host is in the middle for certain when it dies.
  await admin.query(`
    create function public.wait_at_row() returns trigger language plpgsql as $$
    begin
      if (select count(*) from crm.customers) >= 50 then perform pg_advisory_xact_lock(91); end if;
      return new;
    end $$;
    grant execute on function public.wait_at_row() to public;
    create trigger wait_at_row before insert on crm.customers for each row execute function public.wait_at_row()`)
  await admin.query('select pg_advisory_lock(91)')
  const csv = await readFile(new URL('../examples/data/northwind-customers.csv', import.meta.url), 'utf8')
  const { body: started } = await api.call('POST', '/crm/imports', {
    body: csv,
    headers: { 'content-type': 'text/csv' },
  })
  await eventually(async () => {
    const { rows } = await admin.query(
      `select from pg_locks where locktype = 'advisory' and not granted and objid = 91`,
    )
    expect(rows).toHaveLength(1)
  })
  doomed.signal('SIGKILL')
  await admin.query('drop trigger wait_at_row on crm.customers').catch(() => undefined)
  await admin.query('select pg_advisory_unlock(91)')

  survivor = await startHostProcess({ DATABASE_URL: database.adminUrl })
  // Nobody has to wait here for the heartbeat of the dead host to grow old.
  await admin.query(`update pgboss.job set heartbeat_on = now() - interval '1 hour' where state = 'active'`)
  const other = new TestClient(survivor.url, account.accessToken)
  const report = await eventually(async () => {
    const { body } = await other.call('GET', `/crm/imports/${started.id}`)
    expect(body.status).toBe('finished')
    return body
  })
  expect(report).toMatchObject({ processed: 91, created: 91, refused: 0 })
  expect((await other.call('GET', '/crm/customers?limit=100')).body.items).toHaveLength(91)
  const { rows } = await admin.query(`select from platform.event_log where name = 'crm.customer.created'`)
  expect(rows).toHaveLength(91)
})
