import { afterAll, beforeAll, expect, test } from 'vitest'
import { bootstrap, migrate } from '../index.ts'
import { connected, query, sharedCluster } from './_cluster.ts'
import type { SharedCluster } from './_cluster.ts'
import { customersTable, removePlugins, writePlugin } from './_plugin.ts'
import { inSession, organizationA, organizationB } from './_session.ts'

const ticketsTable = `
create table tickets (
  id uuid primary key default uuidv7(),
  organization_id uuid,
  subject text not null,
  unique (organization_id, id)
);
create table ticket_comments (
  id uuid primary key default uuidv7(),
  organization_id uuid,
  ticket_id uuid not null,
  body text not null,
  foreign key (organization_id, ticket_id) references tickets (organization_id, id)
);
create table priorities (id int primary key, name text not null);
comment on table priorities is 'wasla:shared';
`

let cluster: SharedCluster
let adminUrl: string
let appUrl: string

beforeAll(async () => {
  cluster = sharedCluster()
  adminUrl = await cluster.createMigrated()
  ;({ appUrl } = await bootstrap({ adminUrl }))
  const report = await migrate({
    adminUrl,
    plugins: [
      await writePlugin('crm', { '0001_customers.sql': customersTable }),
      await writePlugin('help-desk', {
        '0001_tickets.sql': ticketsTable,
        '0002_priorities.data.sql': `insert into priorities values (1, 'low')`,
      }),
    ],
  })
  expect(report.failed).toEqual([])
  for (const organization of [organizationA, organizationB]) {
    await inSession(appUrl, { as: 'crm', organization }, (client) =>
      client.query(`insert into crm.customers (name) values ('Acme'), ('Globex')`),
    )
  }
})

afterAll(async () => {
  await cluster.stop()
  await removePlugins()
})

test('the login role reads nothing without switching its role', async () => {
  await expect(query(appUrl, 'select * from crm.customers')).rejects.toThrow(
    'permission denied for schema crm',
  )
})

test('the login role is neither superuser nor exempt from row security and cannot become the owner', async () => {
  const [role] = await query(
    appUrl,
    'select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user',
  )
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false })
  await expect(query(appUrl, 'set role wasla_owner')).rejects.toThrow('permission denied to set role')
})

test('a plugin sees the rows of one organization, and none without an organization', async () => {
  const count = (organization: string) =>
    inSession(appUrl, { as: 'crm', organization }, async (client) =>
      Number((await client.query('select count(*) from crm.customers')).rows[0].count),
    )
  expect(await count(organizationA)).toBe(2)
  expect(await count('')).toBe(0)
})

test('a plugin that reads another plugin, the platform or the queue gets permission denied', async () => {
  const read = (table: string) =>
    inSession(appUrl, { as: 'help-desk', organization: organizationA }, (client) =>
      client.query(`select * from ${table}`),
    )
  await expect(read('crm.customers')).rejects.toThrow('permission denied for schema crm')
  await expect(read('platform.users')).rejects.toThrow('permission denied for schema platform')
  await expect(read('pgboss.job')).rejects.toThrow('permission denied for schema pgboss')
  await expect(read(`crm.search_customers('acme')`)).rejects.toThrow('permission denied for schema crm')
})

test('a row cannot be written for, moved to or deleted from another organization', async () => {
  const write = (sql: string) =>
    inSession(
      appUrl,
      { as: 'crm', organization: organizationA },
      async (client) => (await client.query(sql)).rowCount,
    )
  await expect(
    write(`insert into crm.customers (organization_id, name) values ('${organizationB}', 'x')`),
  ).rejects.toThrow('row-level security')
  await expect(write(`update crm.customers set organization_id = '${organizationB}'`)).rejects.toThrow(
    'row-level security',
  )
  expect(await write(`delete from crm.customers where organization_id = '${organizationB}'`)).toBe(0)
})

test('an insert without an organization is refused rather than stored nowhere', async () => {
  const insert = inSession(appUrl, { as: 'crm' }, (client) =>
    client.query(`insert into crm.customers (name) values ('x')`),
  )
  await expect(insert).rejects.toThrow(/row-level security|not-null/)
})

test("an update by the owner changes nothing, the same as wasla_system changes every organization's rows", async () => {
  const updateAs = (role: string) =>
    connected(adminUrl, async (client) => {
      await client.query(`begin; set local role ${role}`)
      const { rowCount } = await client.query(`update crm.customers set email = 'a@example.com'`)
      await client.query('rollback')
      return rowCount
    })
  expect(await updateAs('wasla_owner')).toBe(0)
  expect(await updateAs('wasla_system')).toBe(4)
})

test("a backfill in a .data.sql file changes every organization's rows", async () => {
  const url = await cluster.createMigrated()
  const app = await bootstrap({ adminUrl: url })
  const crm = await writePlugin('crm', { '0001_customers.sql': customersTable })
  await migrate({ adminUrl: url, plugins: [crm] })
  for (const organization of [organizationA, organizationB]) {
    await inSession(app.appUrl, { as: 'crm', organization }, (client) =>
      client.query(`insert into crm.customers (name) values ('Acme')`),
    )
  }
  const more = await writePlugin('crm', {
    '0001_customers.sql': customersTable,
    '0002_email.data.sql': `update customers set email = 'none@example.com' where email is null`,
  })
  expect((await migrate({ adminUrl: url, plugins: [more] })).failed).toEqual([])
  expect(await query(url, `select distinct email, count(*)::int from crm.customers group by 1`)).toEqual([
    { email: 'none@example.com', count: 2 },
  ])
})

test("a foreign key to another organization's row is refused", async () => {
  const ticketId = await inSession(
    appUrl,
    { as: 'help-desk', organization: organizationB },
    async (client) =>
      (await client.query(`insert into help_desk.tickets (subject) values ('Printer') returning id`)).rows[0]
        .id as string,
  )
  const comment = (organization: string) =>
    inSession(appUrl, { as: 'help-desk', organization }, (client) =>
      client.query(`insert into help_desk.ticket_comments (ticket_id, body) values ($1, 'x')`, [ticketId]),
    )
  await expect(comment(organizationA)).rejects.toThrow('violates foreign key constraint')
  await comment(organizationB)
})

test('a shared table is read by every organization and written by the platform only', async () => {
  const asPlugin = (sql: string) =>
    inSession(
      appUrl,
      { as: 'help-desk', organization: organizationA },
      async (client) => (await client.query(sql)).rows,
    )
  expect(await asPlugin('select * from help_desk.priorities')).toEqual([{ id: 1, name: 'low' }])
  await expect(asPlugin(`insert into help_desk.priorities values (2, 'high')`)).rejects.toThrow(
    'permission denied',
  )
})

test('what ended with its transaction is not set for the next statement', async () => {
  await connected(appUrl, async (client) => {
    await client.query(`begin; select set_config('app.organization_id', '${organizationA}', true),
      set_config('role', 'wasla_plugin_crm', true); commit`)
    await expect(client.query('select * from crm.customers')).rejects.toThrow('permission denied')
    await client.query('begin; set local role wasla_plugin_crm')
    expect((await client.query('select * from crm.customers')).rowCount).toBe(0)
  })
})

test('a login of the operator becomes a member of wasla_app and may not be a superuser', async () => {
  await query(adminUrl, `create role operator_login login password 'p'`)
  const login = Object.assign(new URL(adminUrl), { username: 'operator_login', password: 'p' }).href
  expect(await bootstrap({ adminUrl, appUrl: login })).toEqual({ appUrl: login })
  const rows = await inSession(
    login,
    { as: 'crm', organization: organizationA },
    async (client) => (await client.query('select name from crm.customers order by name')).rows,
  )
  expect(rows).toEqual([{ name: 'Acme' }, { name: 'Globex' }])
  await expect(query(login, 'select * from crm.customers')).rejects.toThrow('permission denied')
  await expect(bootstrap({ adminUrl, appUrl: adminUrl })).rejects.toMatchObject({
    code: 'app_login_too_powerful',
  })
})

test('the trail and the event log take no deletion from the application', async () => {
  await expect(query(appUrl, 'delete from platform.audit_log')).rejects.toThrow('permission denied')
  await expect(query(appUrl, 'delete from platform.event_log')).rejects.toThrow('permission denied')
  await expect(query(appUrl, 'truncate platform.sessions')).rejects.toThrow('permission denied')
})
