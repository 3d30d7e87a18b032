import { afterAll, beforeAll, expect, test } from 'vitest'
import { bootstrap, checkCoverage, checkDrift, migrate } from '../index.ts'
import type { CoverageGap, ExpectedColumn } from '../index.ts'
import { connected, query, sharedCluster } from './_cluster.ts'
import type { SharedCluster } from './_cluster.ts'
import { customersTable, removePlugins, writePlugin } from './_plugin.ts'
import { inSession, organizationA } from './_session.ts'

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
      create type stage as enum ('new', 'won');
      create table deals (id uuid primary key default uuidv7(), organization_id uuid, stage stage not null, amount bigint);
      create table countries (code text primary key);
      comment on table countries is 'wasla:shared';
      create view won with (security_invoker = true) as select id, amount from deals where stage = 'won';`,
  })
  expect((await migrate({ adminUrl, plugins: [crm] })).failed).toEqual([])
})

afterAll(async () => {
  await cluster.stop()
  await removePlugins()
})

const gaps = async () =>
  (await connected(adminUrl, checkCoverage)).filter(({ missing }) => missing.length > 0)

test('every table of the platform and of a migrated plugin is covered', async () => {
  const rows = await connected(appUrl, checkCoverage)
  expect(rows.filter(({ missing }) => missing.length > 0)).toEqual([])
  const names = rows.map(({ schema, table }) => `${schema}.${table}`)
  expect(names).toEqual(
    expect.arrayContaining(['crm.customers', 'crm.deals', 'platform.sessions', 'platform.event_log']),
  )
  expect(names).not.toContain('crm.countries')
  expect(rows.length).toBeGreaterThan(14)
})

const planted: [CoverageGap, string][] = [
  ['row_level_security', 'alter table crm.deals no force row level security'],
  ['tenant_policy', 'drop policy tenant on crm.deals'],
  [
    'tenant_policy',
    'drop policy tenant on crm.deals; create policy tenant on crm.deals using (true) with check (true)',
  ],
  ['tenant_policy', 'create policy everyone on crm.deals using (true)'],
  ['system_policy', 'drop policy system on crm.deals'],
  ['audit_triggers', 'drop trigger audit_update on crm.deals'],
  ['audit_triggers', 'alter table crm.deals disable trigger audit_update'],
  ['tenant_key', 'alter table crm.deals drop constraint deals_organization_id_id_key'],
]
for (const [gap, damage] of planted) {
  test(`coverage finds ${gap}: ${damage}`, async () => {
    await connected(adminUrl, async (client) => {
      await client.query('begin')
      await client.query(damage)
      const rows = await checkCoverage(client)
      expect(rows.filter(({ missing }) => missing.length > 0)).toEqual([
        { schema: 'crm', table: 'deals', missing: [gap] },
      ])
      await client.query('rollback')
    })
    expect(await gaps()).toEqual([])
  })
}

test('coverage finds a table that someone made beside the migrator', async () => {
  await query(adminUrl, 'create table crm.stray (id int)')
  expect(await gaps()).toEqual([
    {
      schema: 'crm',
      table: 'stray',
      missing: [
        'organization_id',
        'row_level_security',
        'tenant_policy',
        'system_policy',
        'audit_triggers',
        'tenant_key',
      ],
    },
  ])
  await query(adminUrl, 'drop table crm.stray')
})

test('a view shows its reader the rows of one organization', async () => {
  const rows = await inSession(appUrl, { as: 'crm', organization: organizationA }, async (client) => {
    await client.query(`insert into crm.deals (stage, amount) values ('won', 5), ('new', 7)`)
    return (await client.query('select amount from crm.won')).rows
  })
  expect(rows).toEqual([{ amount: '5' }])
  expect(
    await inSession(
      appUrl,
      { as: 'crm' },
      async (client) => (await client.query('select * from crm.won')).rows,
    ),
  ).toEqual([])
})

const expectedColumns: ExpectedColumn[] = [
  { table: 'customers', column: 'id', type: 'uuid', nullable: false },
  { table: 'customers', column: 'organization_id', type: 'uuid', nullable: false },
  { table: 'customers', column: 'name', type: 'text', nullable: false },
  { table: 'customers', column: 'email', type: 'text', nullable: true },
  { table: 'customers', column: 'created_at', type: 'timestamptz', nullable: false },
  { table: 'customers', column: 'updated_at', type: 'timestamp with time zone', nullable: false },
  { table: 'customers', column: 'version', type: 'int', nullable: false },
  { table: 'deals', column: 'id', type: 'uuid', nullable: false },
  { table: 'deals', column: 'organization_id', type: 'uuid', nullable: false },
  { table: 'deals', column: 'stage', type: 'stage', nullable: false },
  { table: 'deals', column: 'amount', type: 'int8', nullable: true },
  { table: 'countries', column: 'code', type: 'text', nullable: false },
]

const drift = (columns: ExpectedColumn[]) => checkDrift({ adminUrl, plugin: 'crm', expectedColumns: columns })
const changed = (column: string, change: Partial<ExpectedColumn>) =>
  expectedColumns.map((item) =>
    item.table === 'deals' && item.column === column ? { ...item, ...change } : item,
  )

test('entities that say what the tables are show no drift, however a type is spelled', async () => {
  expect(await drift(expectedColumns)).toEqual([])
})

test('each kind of drift is found', async () => {
  expect(await drift(changed('amount', { type: 'int' }))).toEqual([
    { table: 'deals', column: 'amount', problem: 'type', expected: 'integer', actual: 'bigint' },
  ])
  expect(await drift(changed('amount', { nullable: false }))).toEqual([
    { table: 'deals', column: 'amount', problem: 'nullability', expected: 'not null', actual: 'null' },
  ])
  expect(await drift(changed('amount', { column: 'price' }))).toEqual([
    { table: 'deals', column: 'price', problem: 'missing_column', expected: 'bigint' },
    { table: 'deals', column: 'amount', problem: 'unknown_column', actual: 'bigint' },
  ])
  expect(await drift(expectedColumns.filter(({ table }) => table !== 'countries'))).toEqual([
    { table: 'countries', column: '', problem: 'unknown_table' },
  ])
  expect(
    await drift([...expectedColumns, { table: 'leads', column: 'id', type: 'uuid', nullable: false }]),
  ).toEqual([{ table: 'leads', column: '', problem: 'missing_table' }])
})
