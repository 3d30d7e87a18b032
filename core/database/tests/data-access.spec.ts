import { searchIds } from '@wasla/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createShopDatabase, Customer, Note, type ShopDatabase } from './_database.ts'

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
  const found = await shop
    .as(db.first)
    .read((sql) =>
      sql.selectFrom('customers').select('companyName').where('id', 'in', searchIds('customers', 'NORTH')),
    )
  expect(found).toEqual([{ companyName: 'Northwind' }])
  expect(await shop.as(db.second).read((sql) => sql.selectFrom('customers').selectAll())).toEqual([])
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
