import { sql as raw } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { isConnectionLost } from '../errors/database-error.ts'
import { defineEntity } from '@wasla/sdk'
import { ConnectionPool } from '../statements/connection-pool.ts'
import { createShopDatabase, Customer, silent, Ticket, type ShopDatabase } from './_database.ts'

const SameTable = defineEntity({
  name: 'SameTable',
  tableName: 'tickets',
  properties: (p) => ({ subject: p.text() }),
})

let db: ShopDatabase

beforeAll(async () => {
  db = await createShopDatabase()
})
afterAll(() => db?.close())
beforeEach(() => db.admin.query('truncate shop.customers, shop.notes'))

const cut = (application: string) =>
  db.admin.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = $1',
    [application],
  )

const sleeping = async () => {
  for (;;) {
    const { rowCount } = await db.admin.query(
      "select from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()",
    )
    if (rowCount) return
  }
}

test('a connection that dies rejects what runs on it as unavailable, and the next statement gets another', async () => {
  const shop = db.open({ poolSize: 2 })
  const running = shop.as(db.first).read((sql) => sql.selectNoFrom(raw`pg_sleep(20)`.as('slept')))
  await Promise.all([
    expect(running).rejects.toMatchObject({ kind: 'unavailable', code: 'database_unavailable' }),
    sleeping().then(() => cut('wasla')),
  ])
  expect(await shop.as(db.first).read((sql) => sql.selectFrom('customers').selectAll())).toEqual([])
  const unit = shop.as(db.first).write(async (work) => {
    work.create(Customer, { companyName: 'x' })
    await work.flush()
    await cut('wasla-units')
    await work.find(Customer, {})
  })
  await expect(unit).rejects.toMatchObject({ kind: 'unavailable' })
  await shop.as(db.first).write(async (work) => void work.create(Customer, { companyName: 'y' }))
  expect((await db.admin.query('select company_name from shop.customers')).rows).toEqual([
    { company_name: 'y' },
  ])
})

test('an idle connection that dies is only logged', async () => {
  const warnings: string[] = []
  const shop = db.open({ log: { ...silent, warn: (_details, message) => warnings.push(message) } })
  await shop.as(db.first).read((sql) => sql.selectFrom('customers').selectAll())
  await cut('wasla')
  while (warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(warnings).toContain('an idle database connection was lost')
})

test('a database that is not there is unavailable', async () => {
  const shop = db.open({ url: 'postgres://wasla_app@127.0.0.1:1/none' })
  await expect(
    shop.as(db.first).read((sql) => sql.selectFrom('customers').selectAll()),
  ).rejects.toMatchObject({ code: 'database_unavailable' })
  await expect(shop.as(db.first).write(async () => {})).rejects.toMatchObject({
    code: 'database_unavailable',
  })
  await expect(shop.access.platform.asSystem('select 1')).rejects.toMatchObject({
    code: 'database_unavailable',
  })
  await expect(shop.access.platform.transaction(async () => {})).rejects.toMatchObject({
    code: 'database_unavailable',
  })
  // Not busy either while all connections of the pool are being made.
  const asked = Array.from({ length: 8 }, () => shop.access.platform.asSystem('select 1'))
  const told = (await Promise.allSettled(asked)).map(
    (answer) => answer.status === 'rejected' && answer.reason.code,
  )
  expect(told).toEqual(Array(8).fill('database_unavailable'))
})

test('a pool that stays used up is busy', async () => {
  const pool = new ConnectionPool({
    url: db.appUrl,
    size: 1,
    log: silent,
    name: 'wasla-narrow',
    // In which a connection is made on a busy machine too.
    waitLimit: 300,
  })
  const client = await pool.connect()
  await expect(pool.run([{ text: 'select 1' }])).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'database_busy',
  })
  // Nobody's work is what keeps them in use, then.
  pool.reachable = false
  await expect(pool.run([{ text: 'select 1' }])).rejects.toThrow('the database is silent')
  pool.reachable = true
  client.release()
  expect(await pool.run([{ text: 'select 1 as one' }])).toMatchObject([{ rows: [{ one: 1 }] }])
  await pool.close()
})

test('batches hand connections on among themselves whatever went back before, and a transaction still gets one', async () => {
  const pool = new ConnectionPool({ url: db.appUrl, size: 2, log: silent, name: 'hands-on' })
  try {
    const failing = () => pool.run([{ text: 'select 1 / 0' }])
    const failed = await Promise.allSettled([failing(), failing()])
    expect(failed).toMatchObject([{ reason: { code: '22012' } }, { reason: { code: '22012' } }])
    expect(pool.statistics).toMatchObject({ total: 2, idle: 2 })
    let asked = 0
    const askAgain = async (times: number): Promise<void> => {
      await pool.run([{ text: 'select pg_sleep(0.002)' }])
      asked = Math.max(asked, pool.statistics.waiting)
      if (times > 1) await askAgain(times - 1)
    }
    const load = Promise.all(Array.from({ length: 12 }, () => askAgain(10)))
    const client = await pool.connect()
    client.release()
    await load
    // The transaction, and one for the queue.
    expect(asked).toBeLessThanOrEqual(2)
  } finally {
    await pool.close()
  }
})

test('what waits for a silent database is given up as unavailable, and the next statement gets another connection', async () => {
  const shop = db.open({ poolSize: 2 })
  const waiting = shop.as(db.first).read((sql) => sql.selectNoFrom(raw`pg_sleep(20)`.as('slept')))
  const behind = sleeping().then(() => shop.access.platform.asSystem('select 1'))
  await Promise.all([
    expect(waiting).rejects.toMatchObject({ kind: 'unavailable', code: 'database_unavailable' }),
    expect(behind).rejects.toMatchObject({ kind: 'unavailable', code: 'database_unavailable' }),
    sleeping().then(async () => {
      while (shop.access.wait() === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      expect(shop.access.abandon(60_000)).toBe(0)
      expect(shop.access.abandon(0)).toBe(1)
    }),
  ])
  expect(await shop.as(db.first).read((sql) => sql.selectFrom('customers').selectAll())).toEqual([])
})

test('a plugin with unusable entities is left out, the others are served', async () => {
  const broken = {
    ...db.desk,
    id: 'broken',
    definition: { ...db.desk.definition, entities: [Ticket, SameTable] },
  }
  const unusable: string[] = []
  const shop = db.open({ plugins: [db.shop, broken], onUnusable: (plugin) => unusable.push(plugin) })
  expect(unusable).toEqual(['broken'])
  expect(await shop.as(db.first).read((sql) => sql.selectFrom('customers').selectAll())).toEqual([])
  expect(() => shop.as(db.first, 'broken')).toThrow('is not served by this host')
})

test('reads go to the replica, and to the primary when it is away', async () => {
  const replica = new URL(db.appUrl)
  replica.searchParams.set('options', '-c app.where=replica')
  const where = (shop: ReturnType<ShopDatabase['open']>) =>
    shop
      .as(db.first)
      .readFirst((sql) =>
        sql.selectNoFrom(raw<string>`coalesce(current_setting('app.where', true), '')`.as('where')),
      )
  expect(await where(db.open({ replicaUrl: replica.href }))).toEqual({ where: 'replica' })
  expect(await where(db.open({ replicaUrl: 'postgres://wasla_app@127.0.0.1:1/none' }))).toEqual({ where: '' })
})

test('a prepared statement survives a change of its table, for reads and commands', async () => {
  const shop = db.open({ poolSize: 2 })
  const everything = () =>
    shop
      .as(db.first)
      .read((sql) =>
        sql.selectFrom(raw.table('shop.customers').as('c') as never).select(raw`c.*`.as('x') as never),
      )
  const star = () =>
    shop
      .as(db.first)
      .read((sql) =>
        sql
          .selectFrom((eb) => eb.selectFrom('customers as c').select(raw<number>`count(c)`.as('n')).as('t'))
          .selectAll(),
      )
  const add = () =>
    shop
      .as(db.first)
      .command((sql) =>
        sql
          .insertInto('customers')
          .values({ companyName: 'x' })
          .returning(raw<unknown>`to_jsonb(customers)`.as('row')),
      )
  const whole = () =>
    shop.as(db.first).command(
      (sql) =>
        sql.updateTable('customers').set({ score: 1 }).returning(raw<unknown>`customers.rate`.as('rate')),
      () => {},
    )
  for (const run of [everything, star, add, whole]) await run().catch(() => {})
  await db.admin.query('alter table shop.customers alter column rate type text')
  expect(await whole()).toEqual([{ rate: null }])
  expect(await star()).toHaveLength(1)
  expect(await add()).toHaveLength(1)
  await db.admin.query('alter table shop.customers alter column rate type numeric(12, 4) using rate::numeric')
  expect(await whole()).toHaveLength(2)
})

test('statements are prepared once and the number a connection keeps is bounded', async () => {
  const shop = db.open({ poolSize: 2 })
  const named = async () => {
    const [row] = await shop.access.platform.asSystem<{ n: bigint }>(
      'select count(*) as n from pg_prepared_statements',
    )
    return Number(row!.n)
  }
  const read = (alias: string) =>
    shop.as(db.first).read((sql) => sql.selectFrom('customers').select((eb) => eb.lit(1).as(alias)))
  for (let turn = 0; turn < 20; turn++) await read('same')
  const before = await named()
  expect(before).toBeLessThan(6)
  for (let turn = 0; turn < 600; turn++) await read(`a${turn}`)
  // The one pushed out last is closed with the next statement.
  expect(await named()).toBeLessThanOrEqual(501)
  expect(await read('same')).toEqual([])
})

test('without names nothing is prepared', async () => {
  const shop = db.open({ poolSize: 2, pooled: true })
  await shop.as(db.first).read((sql) => sql.selectFrom('customers').selectAll())
  expect(await shop.access.platform.asSystem('select name from pg_prepared_statements')).toEqual([])
})

test('values are the same by both paths', async () => {
  const shop = db.open()
  const values = {
    companyName: "O'Brien \\ ‎شركة",
    score: -7,
    credit: 9_007_199_254_740_993n,
    rate: '12345.6700',
    born: '2024-02-29',
    seenAt: new Date('2026-11-20T09:55:35.123Z'),
    tags: ['a', { b: null }] as unknown[],
    aliases: ['x"y', 'z,{}', ''],
  }
  const byUnit = await shop.as(db.first).write(async (unit) => {
    const customer = unit.create(Customer, values)
    await unit.flush()
    return customer.id
  })
  const [byCommand] = await shop.as(db.first).command((sql) =>
    sql
      .insertInto('customers')
      .values(values as never)
      .returningAll(),
  )
  const columns = ['companyName', 'score', 'credit', 'rate', 'born', 'seenAt', 'tags', 'aliases'] as const
  const rows = await shop
    .as(db.first)
    .read((sql) => sql.selectFrom('customers').select(columns).orderBy('id'))
  expect(rows).toEqual([values, values])
  expect(byCommand).toMatchObject(values)
  const entity = await shop
    .as(db.first)
    .write(async (unit) => ({ ...(await unit.findOne(Customer, byUnit))! }))
  expect(entity).toMatchObject(values)
  const nothing = {
    email: null,
    credit: null,
    rate: null,
    born: null,
    seenAt: null,
    tags: null,
    aliases: null,
  }
  await shop.as(db.first).command((sql) => sql.updateTable('customers').set(nothing).where('id', '=', byUnit))
  expect(
    await shop.as(db.first).write(async (unit) => ({ ...(await unit.findOne(Customer, byUnit))! })),
  ).toMatchObject(nothing)
  expect(
    await shop
      .as(db.first)
      .readFirst((sql) => sql.selectFrom('customers').selectAll().where('id', '=', byUnit)),
  ).toMatchObject(nothing)
  const one = await shop
    .as(db.first)
    .read((sql) =>
      sql
        .selectFrom('customers')
        .select('id')
        .where('credit', '=', 9_007_199_254_740_993n)
        .where('seenAt', '=', values.seenAt)
        .where('born', '=', '2024-02-29'),
    )
  expect(one).toHaveLength(1)
})

test('several statements of the platform commit together or not at all', async () => {
  const { access } = db.open()
  const change = (fail: boolean) =>
    access.platform.transaction(async (query) => {
      await query('update platform.organizations set name = $1 where id = $2', ['changed', db.second])
      if (fail) throw new Error('no')
      return query<{ name: string }>('select name from platform.organizations where id = $1', [db.second])
    })
  await expect(change(true)).rejects.toThrow('no')
  expect(
    await access.platform.inOrganization(db.second, 'select name from platform.organizations where id = $1', [
      db.second,
    ]),
  ).toEqual([{ name: 'Second' }])
  expect(await change(false)).toEqual([{ name: 'changed' }])
  const again = access.platform.asSystem(
    `insert into platform.modules select * from platform.modules limit 1`,
  )
  await expect(again).rejects.toMatchObject({ code: 'already_exists', fields: [{ field: 'id' }] })
  const failing = access.platform.transaction((query) => query('select 1 / 0'))
  await expect(failing).rejects.toMatchObject({ code: '22012' })
  expect(await access.platform.asSystem('select current_user::text as role')).toEqual([
    { role: 'wasla_system' },
  ])
})

test('lost connections are told from other errors', () => {
  expect(isConnectionLost(new Error('Connection terminated unexpectedly'))).toBe(true)
  expect(isConnectionLost(Object.assign(new Error('x'), { code: '57P01' }))).toBe(true)
  expect(
    isConnectionLost(new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })])),
  ).toBe(true)
  expect(isConnectionLost(Object.assign(new Error('x'), { code: '23505' }))).toBe(false)
})
