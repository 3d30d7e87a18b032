import { prepareQuery, searchIds, type Given, type QueryBuilder } from '@wasla/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createShopDatabase, Customer, Note, type ShopDatabase, type ShopEntities } from './_database.ts'

let db: ShopDatabase
let shop: ReturnType<ShopDatabase['open']>

beforeAll(async () => {
  db = await createShopDatabase()
  shop = db.open()
})
afterAll(() => db?.close())

test('a unit of work writes rows that a read of the same organization finds under property names', async () => {
  const created = await shop.as(db.first).write(async (unit) => {
    const customer = unit.create(Customer, {
      companyName: 'Northwind',
      email: 'a@northwind.test',
      tags: ['x', { y: 1 }],
    })
    await unit.flush()
    unit.create(Note, { body: 'hello', customer })
    return customer
  })
  expect(created.id).toMatch(/^[0-9a-f-]{36}$/)
  const rows = await shop
    .as(db.first)
    .read((sql) => sql.selectFrom('customers').selectAll().where('companyName', '=', 'Northwind'))
  expect(rows).toMatchObject([
    { id: created.id, organizationId: db.first, companyName: 'Northwind', tags: ['x', { y: 1 }], version: 1 },
  ])
  expect(rows[0]!.createdAt).toBeInstanceOf(Date)
  const joined = await shop
    .as(db.first)
    .read((sql) =>
      sql
        .selectFrom('notes as n')
        .innerJoin('customers as c', 'c.id', 'n.customer')
        .select(['n.body', 'c.companyName as name', 'n.customer'])
        .orderBy('name'),
    )
  expect(joined).toEqual([{ body: 'hello', name: 'Northwind', customer: created.id }])
  const notes = await shop
    .as(db.first)
    .read((sql) =>
      sql
        .selectFrom('notes')
        .innerJoin('customers', 'customers.id', 'notes.customer')
        .selectAll('notes')
        .select('companyName')
        .orderBy('id'),
    )
  expect(notes).toMatchObject([{ body: 'hello', companyName: 'Northwind', customer: created.id }])
  const found = await shop
    .as(db.first)
    .read((sql) =>
      sql.selectFrom('customers').select('companyName').where('id', 'in', searchIds('customers', 'NORTH')),
    )
  expect(found).toEqual([{ companyName: 'Northwind' }])
  expect(await shop.as(db.second).read((sql) => sql.selectFrom('customers').selectAll())).toEqual([])
})

test('a statement that takes longer than it may is cancelled, and the unit of work is told so', async () => {
  const slow = shop.as(db.first).write(async (unit) => {
    await unit.execute((sql) =>
      sql.selectNoFrom(({ fn, val }) =>
        fn('set_config', [val('statement_timeout'), val('20ms'), val(true)]).as('limit'),
      ),
    )
    await unit.execute((sql) => sql.selectNoFrom(({ fn, val }) => fn('pg_sleep', [val(60)]).as('slept')))
  })
  await expect(slow).rejects.toMatchObject({ kind: 'unavailable', code: 'timed_out' })
})

test('a command changes rows in one statement', async () => {
  const rows = await shop.as(db.second).command((sql) =>
    sql
      .insertInto('customers')
      .values({ companyName: 'Tailspin', tags: ['t'] })
      .returning(['id', 'companyName', 'tags']),
  )
  expect(rows).toMatchObject([{ companyName: 'Tailspin', tags: ['t'] }])
  const updated = await shop.as(db.second).command((sql) =>
    sql
      .updateTable('customers')
      .set((eb) => ({ score: eb('score', '+', 5), tags: ['u'] as never }))
      .where('companyName', '=', 'Tailspin')
      .returningAll(),
  )
  expect(updated).toMatchObject([{ score: 5, version: 2, tags: ['u'], organizationId: db.second }])
})

test('a prepared read is built once for each set of values, and every run has its own values and organization', async () => {
  let built = 0
  const named = prepareQuery(
    (
      sql: QueryBuilder<ShopEntities>,
      given: Given<{ names: readonly string[]; from?: number; search?: string; limit: number }>,
    ) => {
      built += 1
      let query = sql
        .selectFrom('customers')
        .select('companyName')
        .where((where) => where('companyName', '=', where.fn.any(given.names)))
        .where('email', 'is', null)
        .orderBy('companyName')
        .limit(given.limit)
      if (given.from !== undefined) query = query.where('score', '>=', given.from)
      if (given.search !== undefined)
        query = query.where('id', 'in', searchIds('customers', given.search, 10))
      return query
    },
  )
  const { first, second } = db
  for (const [organization, names] of [
    [first, ['Ash "1"', 'Birch']],
    [second, ['Cedar']],
  ] as const) {
    for (const [score, companyName] of names.entries())
      await shop.as(organization).command((sql) => sql.insertInto('customers').values({ companyName, score }))
  }
  const names = ['Ash "1"', 'Birch', 'Cedar']
  const read = async (organization: string, ...given: Parameters<typeof named>) =>
    (await shop.as(organization).read(named(...given))).map(({ companyName }) => companyName)
  expect(await read(first, { names, limit: 9 })).toEqual(['Ash "1"', 'Birch'])
  expect(await read(second, { names, limit: 9 })).toEqual(['Cedar'])
  expect(await read(first, { names: ['Birch'], limit: 9 })).toEqual(['Birch'])
  expect(await read(first, { names, limit: 1, from: undefined })).toEqual(['Ash "1"'])
  expect(built).toBe(1)
  expect(await read(first, { names, limit: 9, from: 1 })).toEqual(['Birch'])
  expect(await read(first, { names, limit: 9, from: 0 })).toEqual(['Ash "1"', 'Birch'])
  expect(await read(first, { names, limit: 9, search: 'birch' })).toEqual(['Birch'])
  expect(built).toBe(3)
  const inUnit = await shop.as(second).write((unit) => unit.execute(named({ names, limit: 9 })))
  expect(inUnit).toEqual([{ companyName: 'Cedar' }])
})

test('a prepared read may not change anything', async () => {
  const remove = prepareQuery((sql: QueryBuilder<ShopEntities>, { id }: Given<{ id: string }>) =>
    sql.deleteFrom('customers').where('id', '=', id),
  )
  await expect(shop.as(db.first).read(remove({ id: db.first }))).rejects.toThrow('delete was given')
})
