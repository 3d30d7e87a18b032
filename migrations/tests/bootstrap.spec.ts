import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bootstrap, migrate } from '../index.ts'
import { query, startCluster } from './_cluster.ts'
import type { Cluster } from './_cluster.ts'
import { customersTable, removePlugins, writePlugin } from './_plugin.ts'

let cluster: Cluster

beforeAll(async () => {
  cluster = await startCluster()
})

afterAll(async () => {
  await cluster.stop()
  await removePlugins()
})

test('databases of one cluster bootstrap and migrate at the same time', async () => {
  const plugin = await writePlugin('crm', { '0001_customers.sql': customersTable })
  const urls = await Promise.all([1, 2, 3, 4].map(() => cluster.createDatabase()))
  const logins = await Promise.all(
    urls.map(async (adminUrl) => {
      const { appUrl } = await bootstrap({ adminUrl })
      expect((await migrate({ adminUrl, plugins: [plugin] })).failed).toEqual([])
      return appUrl
    }),
  )
  for (const url of logins)
    expect(await query(url, 'select count(*)::int from platform.modules')).toEqual([{ count: 1 }])
})

test('the derived login is the same for everyone who knows the privileged URL, and is mended', async () => {
  const adminUrl = await cluster.createDatabase()
  const first = await bootstrap({ adminUrl })
  await query(adminUrl, `alter role wasla_app password 'something else'`)
  expect(await bootstrap({ adminUrl })).toEqual(first)
  expect(await query(first.appUrl, 'select current_user as name')).toEqual([{ name: 'wasla_app' }])
})

test('an administrator who may create roles but is no superuser is enough', async () => {
  // A cluster of its own: roles made by another administrator are not this one's to grant.
  const second = await startCluster()
  try {
    const superuserUrl = await second.createDatabase()
    const name = new URL(superuserUrl).pathname.slice(1)
    await query(superuserUrl, `create role operator login password 'p' createrole`)
    await query(superuserUrl, `alter database ${name} owner to operator`)
    const adminUrl = superuserUrl.replace('postgres:secret', 'operator:p')
    const { appUrl } = await bootstrap({ adminUrl })
    const plugin = await writePlugin('crm', {
      '0001_customers.sql': customersTable,
      '0002_email.data.sql': `update customers set email = null`,
    })
    expect((await migrate({ adminUrl, plugins: [plugin] })).failed).toEqual([])
    expect((await migrate({ adminUrl, plugins: [plugin] })).applied).toEqual([])
    expect(await query(appUrl, 'select id from platform.modules')).toEqual([{ id: 'crm' }])
  } finally {
    await second.stop()
  }
})

test('an unreachable server and a wrong password are one sentence without the password', async () => {
  await expect(bootstrap({ adminUrl: 'postgres://me:hidden@127.0.0.1:1/none' })).rejects.toMatchObject({
    code: 'database_unreachable',
    message: expect.stringMatching(
      /^The database at 127\.0\.0\.1:1\/none as me refused the connection \(.*ECONNREFUSED.*\): /,
    ),
  })
  const url = await cluster.createDatabase()
  const failure = bootstrap({ adminUrl: url.replace('secret', 'wrong') })
  await expect(failure).rejects.toThrow('password authentication failed')
})

test("pg-boss sends and fetches as the application's login and finds its schema as it should be", async () => {
  const adminUrl = await cluster.createDatabase()
  const { appUrl } = await bootstrap({ adminUrl })
  const plugin = await writePlugin('crm', {}, { queues: [{ queue: 'crm.import' }] })
  await migrate({ adminUrl, plugins: [plugin] })
  const boss = new PgBoss({ connectionString: appUrl, schema: 'pgboss', migrate: false, createSchema: false })
  const errors: unknown[] = []
  boss.on('error', (error) => errors.push(error))
  await boss.start()
  try {
    const id = await boss.send('crm.import', { row: 1 }, { group: { id: 'organization-1' } })
    const [job] = await boss.fetch<{ row: number }>('crm.import')
    expect(job).toMatchObject({ id, data: { row: 1 } })
    await boss.complete('crm.import', job?.id ?? '')
    await boss.supervise()
    expect((await boss.detectSchemaDrift()).ok).toBe(true)
  } finally {
    await boss.stop({ graceful: false })
  }
  expect(errors).toEqual([])
})
