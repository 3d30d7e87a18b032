import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bootstrap, migrate } from '../index.ts'
import { query, sharedCluster } from './_cluster.ts'
import type { SharedCluster } from './_cluster.ts'
import { customersTable, removePlugins, writePlugin } from './_plugin.ts'
import { inSession, organizationA } from './_session.ts'

const actor = '00000000-0000-7000-8000-0000000000aa'
const session = { as: 'crm', organization: organizationA, actor, request: 'request-1' }

let cluster: SharedCluster
let adminUrl: string
let appUrl: string

beforeAll(async () => {
  cluster = sharedCluster()
  adminUrl = await cluster.createMigrated()
  ;({ appUrl } = await bootstrap({ adminUrl }))
  const crm = await writePlugin('crm', {
    '0001_customers.sql': customersTable,
    '0002_more.sql': `
      create table customer_labels (
        organization_id uuid, customer_id uuid, label text, primary key (organization_id, customer_id, label)
      );
      create table visits (id uuid primary key default uuidv7(), organization_id uuid, path text not null);
      comment on table visits is 'wasla:unaudited';
      create table apps (
        id uuid primary key default uuidv7(), organization_id uuid, version text, updated_at text, note text
      );`,
  })
  expect((await migrate({ adminUrl, plugins: [crm] })).failed).toEqual([])
})

afterAll(async () => {
  await cluster.stop()
  await removePlugins()
})

beforeEach(async () => {
  await query(adminUrl, 'truncate platform.audit_log, crm.customers, crm.visits')
})

const trail = () =>
  query(
    adminUrl,
    `select plugin_id, table_name, row_id, action, actor_id, request_id, organization_id, before, after
     from platform.audit_log order by id`,
  )

test('insert, update and delete leave who, in which request, and the values before and after', async () => {
  const id = await inSession(appUrl, session, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into crm.customers (name) values ('Acme') returning id`,
    )
    await client.query(`update crm.customers set name = 'Acme Ltd'`)
    await client.query('delete from crm.customers')
    return rows[0]?.id
  })
  const common = {
    plugin_id: 'crm',
    table_name: 'customers',
    row_id: id,
    actor_id: actor,
    request_id: 'request-1',
    organization_id: organizationA,
  }
  expect(await trail()).toMatchObject([
    { ...common, action: 'insert', before: null, after: { id, name: 'Acme', version: 1 } },
    { ...common, action: 'update', before: { name: 'Acme' }, after: { name: 'Acme Ltd', version: 2 } },
    { ...common, action: 'delete', before: { name: 'Acme Ltd' }, after: null },
  ])
})

test('what the search needs is not repeated in the trail', async () => {
  await inSession(appUrl, session, (client) =>
    client.query(`insert into crm.customers (name) values ('Acme')`),
  )
  expect((await trail())[0]?.after).not.toHaveProperty('search_text')
})

test('an import of many rows and a native update leave a row each', async () => {
  await inSession(appUrl, session, async (client) => {
    await client.query(
      `insert into crm.customers (name) select 'Customer ' || n from generate_series(1, 500) n`,
    )
    await client.query(`update crm.customers set email = 'x@example.com' where name like '%7'`)
  })
  expect(
    await query(adminUrl, 'select action, count(*)::int from platform.audit_log group by 1 order by 1'),
  ).toEqual([
    { action: 'insert', count: 500 },
    { action: 'update', count: 50 },
  ])
  expect(
    await query(adminUrl, 'select count(*)::int from platform.audit_log where after is not null'),
  ).toEqual([{ count: 550 }])
})

test('a table without id is recorded by its primary key', async () => {
  await inSession(appUrl, session, async (client) => {
    await client.query(`insert into crm.customer_labels (customer_id, label) values ('${actor}', 'vip')`)
    await client.query(`update crm.customer_labels set customer_id = customer_id, label = 'gold'`)
  })
  expect(await trail()).toMatchObject([
    { table_name: 'customer_labels', row_id: `${organizationA}/${actor}/vip` },
    { action: 'update', row_id: `${organizationA}/${actor}/gold`, after: { label: 'gold' } },
  ])
})

test('a table marked wasla:unaudited leaves nothing', async () => {
  await inSession(appUrl, session, (client) => client.query(`insert into crm.visits (path) values ('/')`))
  expect(await trail()).toEqual([])
})

test('columns that only share the names version and updated_at are left alone', async () => {
  const rows = await inSession(appUrl, session, async (client) => {
    await client.query(`insert into crm.apps (version, updated_at) values ('1.0', 'yesterday')`)
    return (await client.query(`update crm.apps set note = 'x' returning version, updated_at`)).rows
  })
  expect(rows).toEqual([{ version: '1.0', updated_at: 'yesterday' }])
})

test('an update raises version and updated_at unless the statement sets them', async () => {
  const rows = await inSession(appUrl, session, async (client) => {
    await client.query(`insert into crm.customers (name, updated_at) values ('Acme', '2020-01-01')`)
    const first = await client.query(
      `update crm.customers set name = 'B' returning version, updated_at > now() - interval '1 hour' as fresh`,
    )
    const second = await client.query(
      `update crm.customers set version = version + 1, updated_at = '2021-01-01' returning version, updated_at::date::text`,
    )
    return [...first.rows, ...second.rows]
  })
  expect(rows).toEqual([
    { version: 2, fresh: true },
    { version: 3, updated_at: '2021-01-01' },
  ])
})
