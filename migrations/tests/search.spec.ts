import { afterAll, beforeAll, expect, test } from 'vitest'
import { bootstrap, migrate } from '../index.ts'
import { connected, query, sharedCluster } from './_cluster.ts'
import type { SharedCluster } from './_cluster.ts'
import { customersTable, removePlugins, writeMigration, writePlugin } from './_plugin.ts'
import { inSession, organizationA, organizationB } from './_session.ts'

const smallOrganization = '00000000-0000-7000-8000-00000000000c'

let cluster: SharedCluster
let adminUrl: string
let appUrl: string

beforeAll(async () => {
  cluster = sharedCluster()
  adminUrl = await cluster.createMigrated()
  ;({ appUrl } = await bootstrap({ adminUrl }))
  // The search comes after the rows, as for a plugin that is upgraded; it is also the quicker order.
  const [table, definition] = customersTable.split(/(?=select platform\.define_search)/)
  const crm = await writePlugin('crm', { '0001_customers.sql': table ?? '' })
  await migrate({ adminUrl, plugins: [crm] })
  await connected(adminUrl, async (client) => {
    // Without the audit triggers, which are not what is looked at here.
    await client.query('set session_replication_role = replica')
    await client.query(
      `insert into crm.customers (organization_id, name, email)
       select case when n % 200 = 0 then $3::uuid when n % 2 = 0 then $1::uuid else $2::uuid end, 'Customer ' || md5(n::text), n || '@example.com'
       from generate_series(1, 200000) n`,
      [organizationA, organizationB, smallOrganization],
    )
    await client.query(
      `insert into crm.customers (organization_id, name)
       select organization, name from unnest(array[$1, $2]::uuid[]) organization,
         unnest(array['Zébra Handel', 'مؤسسة الأَمَل', '100% Bio_Hof', 'Handel Zebra']) name`,
      [organizationA, organizationB],
    )
  })
  await writeMigration(crm, '0002_search.sql', definition ?? '')
  expect((await migrate({ adminUrl, plugins: [crm] })).failed).toEqual([])
  await query(adminUrl, 'analyze crm.customers')
  // 200,000 rows and their index take a while where other tests share the machine.
})

afterAll(async () => {
  await cluster.stop()
  await removePlugins()
})

const search = (text: string, organization: string = organizationA) =>
  inSession(appUrl, { as: 'crm', organization }, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'select name from crm.customers where id in (select crm.search_customers($1)) order by name',
      [text],
    )
    return rows.map(({ name }) => name)
  })

/** The plan that PostgreSQL really used inside the function, as auto_explain saw it. */
async function plansOf(sql: string, organization = organizationA): Promise<string> {
  return connected(adminUrl, async (client) => {
    const notices: string[] = []
    client.on('notice', ({ message }) => notices.push(message ?? ''))
    await client.query(`load 'auto_explain'; set auto_explain.log_min_duration = 0;
      set auto_explain.log_nested_statements = on; set auto_explain.log_level = 'notice';
      set app.organization_id = '${organization}'; set role wasla_plugin_crm`)
    await client.query(sql)
    return notices.join('\n')
  })
}

test('the search function uses its index on 200,000 rows, ILIKE under row security cannot', async () => {
  const generated = await plansOf(`select crm.search_customers('zebra handel')`)
  expect(generated).toContain('Bitmap Index Scan on customers_search_idx')
  expect(generated).toMatch(/Index Cond: .*organization_id = .*search_text ~~ /)

  const ilike = await plansOf(`select id from crm.customers where search_text ilike '%zebra%'`)
  expect(ilike).not.toMatch(/Index Cond: .*~~\*/)
  expect(ilike).toMatch(/Filter: .*~~\*/)
})

test('a word too short for trigrams still reads a small organization only', async () => {
  const plan = await plansOf(`select crm.search_customers('ze')`, smallOrganization)
  expect(plan).toMatch(/Index Cond: .*organization_id = /)
  expect(plan).not.toContain('Seq Scan')
})

test('words match in any order, without case, accents, vowel marks and letter variants', async () => {
  expect(await search('HANDEL zebra')).toEqual(['Handel Zebra', 'Zébra Handel'])
  expect(await search('موسسه الامل')).toEqual(['مؤسسة الأَمَل'])
  expect(await search('مؤسّسة')).toEqual(['مؤسسة الأَمَل'])
})

test('percent, underscore and backslash mean themselves', async () => {
  expect(await search('100%')).toEqual(['100% Bio_Hof'])
  expect(await search('o_h')).toEqual(['100% Bio_Hof'])
  expect(await search('%')).toEqual(['100% Bio_Hof'])
  expect(await search('\\')).toEqual([])
  expect(await search('  ')).toEqual([])
})

test('it returns ids of the own organization only, and none without an organization', async () => {
  const owners = (organization: string) =>
    inSession(appUrl, { as: 'crm', organization }, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `select crm.search_customers('customer', 10000) as id`,
      )
      return query(adminUrl, 'select distinct organization_id from crm.customers where id = any ($1)', [
        rows.map(({ id }) => id),
      ])
    })
  expect(await owners(organizationA)).toEqual([{ organization_id: organizationA }])
  expect(await owners(organizationB)).toEqual([{ organization_id: organizationB }])
  expect(await owners('')).toEqual([])
  const unset = await connected(appUrl, async (client) => {
    await client.query('set role wasla_plugin_crm')
    return client.query(`select crm.search_customers('customer')`)
  })
  expect(unset.rows).toEqual([])
})

test('the number of results has a default and a limit', async () => {
  const count = (limit: string) =>
    inSession(
      appUrl,
      { as: 'crm', organization: organizationA },
      async (client) => (await client.query(`select crm.search_customers('customer'${limit})`)).rowCount,
    )
  expect(await count('')).toBe(200)
  expect(await count(', 1000000')).toBe(10_000)
  expect(await count(', -1')).toBe(0)
})

test('a search can be defined anew with other columns', async () => {
  const url = await cluster.createMigrated()
  await bootstrap({ adminUrl: url })
  const files = { '0001_customers.sql': customersTable }
  await migrate({ adminUrl: url, plugins: [await writePlugin('crm', files)] })
  const changed = await writePlugin('crm', {
    ...files,
    '0002_search-names.sql': `select platform.define_search('customers', array['name']);`,
  })
  expect((await migrate({ adminUrl: url, plugins: [changed] })).failed).toEqual([])
  const found = await connected(url, async (client) => {
    await client.query(`set app.organization_id = '${organizationA}'`)
    await client.query(`insert into crm.customers (name, email) values ('Acme', 'sales@example.com')`)
    return [
      (await client.query(`select crm.search_customers('acme')`)).rowCount,
      (await client.query(`select crm.search_customers('sales')`)).rowCount,
    ]
  })
  expect(found).toEqual([1, 0])
})
