import { type Query, type QueryBuilder, searchIds } from '@wasla/sdk'
import { sql as raw } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { expect, test } from 'vitest'
import { Customer, Note, type ShopEntities } from '../tests/_database.ts'
import { createPluginOrm } from '../unit/plugin-orm.ts'
import { createQueryBuilder } from './query-builder.ts'
import { tableMap } from './table-map.ts'

const orm = createPluginOrm({ schema: 'shop', definition: { entities: [Customer, Note] } as never })
const builder = createQueryBuilder(
  tableMap('shop', orm.getMetadata()),
) as unknown as QueryBuilder<ShopEntities>

const compile = (build: (sql: QueryBuilder<ShopEntities>) => Query<unknown>) => build(builder).compile()
const sqlOf = (build: (sql: QueryBuilder<ShopEntities>) => Query<unknown>) => compile(build).sql

test('columns come back under the names of properties', () => {
  expect(
    sqlOf((sql) =>
      sql
        .selectFrom('customers')
        .select(['id', 'companyName'])
        .where('createdAt', '>', new Date())
        .orderBy('createdAt'),
    ),
  ).toBe(
    'select "id", "company_name" as "companyName" from "shop"."customers" where "created_at" > $1 order by "created_at"',
  )
})

test('all columns are those of the entity', () => {
  expect(sqlOf((sql) => sql.selectFrom('notes').selectAll())).toBe(
    'select "id", "organization_id" as "organizationId", "version", "created_at" as "createdAt", "updated_at" as "updatedAt", "body", "customer_id" as "customer" from "shop"."notes"',
  )
  expect(
    sqlOf((sql) =>
      sql
        .selectFrom('customers as c')
        .innerJoin('notes', 'notes.customer', 'c.id')
        .selectAll('notes')
        .select('c.companyName'),
    ),
  ).toBe(
    'select "notes"."id", "notes"."organization_id" as "organizationId", "notes"."version", "notes"."created_at" as "createdAt", "notes"."updated_at" as "updatedAt", "notes"."body", "notes"."customer_id" as "customer", "c"."company_name" as "companyName" from "shop"."customers" as "c" inner join "shop"."notes" on "notes"."customer_id" = "c"."id"',
  )
})

test('a property that two tables have wants its table, unless it orders by what is selected', () => {
  const joined = (sql: QueryBuilder<ShopEntities>) =>
    sql.selectFrom('customers as c').innerJoin('notes as n', 'n.customer', 'c.id')
  const sentence = '"id" of this query may be that of "c" or "n", so it was not run; name the table: "c.id".'
  expect(() => compile((sql) => joined(sql).select('id'))).toThrow(sentence)
  expect(() => compile((sql) => joined(sql).select('body').where('id', '=', 'x'))).toThrow(sentence)
  expect(() => compile((sql) => joined(sql).select('body').orderBy('createdAt'))).toThrow('"c.createdAt"')
  expect(
    sqlOf((sql) => joined(sql).select(['n.createdAt', 'body']).orderBy('createdAt').orderBy('n.id')),
  ).toBe(
    'select "n"."created_at" as "createdAt", "body" from "shop"."customers" as "c" inner join "shop"."notes" as "n" on "n"."customer_id" = "c"."id" order by "createdAt", "n"."id"',
  )
})

test('aggregates and aliases', () => {
  expect(
    sqlOf((sql) =>
      sql
        .selectFrom('customers')
        .select((eb) => [eb.fn.countAll().as('total'), eb.fn.max('seenAt').as('lastSeen')])
        .groupBy('companyName')
        .having((eb) => eb.fn.countAll(), '>', 1)
        .orderBy('lastSeen'),
    ),
  ).toBe(
    'select count(*) as "total", max("seen_at") as "lastSeen" from "shop"."customers" group by "company_name" having count(*) > $1 order by "lastSeen"',
  )
})

test('an alias that hides a property is what ORDER BY means', () => {
  expect(
    sqlOf((sql) =>
      sql
        .selectFrom('customers')
        .select(raw<string>`lower(${raw.ref('companyName')})`.as('companyName'))
        .orderBy('companyName', 'desc'),
    ),
  ).toBe('select lower("company_name") as "companyName" from "shop"."customers" order by "companyName" desc')
})

test('common table expressions and subqueries speak in properties', () => {
  expect(
    sqlOf((sql) =>
      sql
        .with('recent', (cte) => cte.selectFrom('customers').select(['id', 'companyName']))
        .selectFrom('recent')
        .select('recent.companyName')
        .where('companyName', '=', 'x'),
    ),
  ).toBe(
    'with "recent" as (select "id", "company_name" as "companyName" from "shop"."customers") select "recent"."companyName" from "recent" where "companyName" = $1',
  )
  expect(
    sqlOf((sql) =>
      sql
        .selectFrom((eb) =>
          eb
            .selectFrom('notes')
            .select(['customer', eb.fn.countAll().as('noteCount')])
            .groupBy('customer')
            .as('n'),
        )
        .innerJoin('customers as c', 'c.id', 'n.customer')
        .select(['c.companyName', 'n.noteCount']),
    ),
  ).toBe(
    'select "c"."company_name" as "companyName", "n"."noteCount" from (select "customer_id" as "customer", count(*) as "noteCount" from "shop"."notes" group by "customer_id") as "n" inner join "shop"."customers" as "c" on "c"."id" = "n"."customer"',
  )
})

test('a correlated subquery reaches the outer table', () => {
  expect(
    sqlOf((sql) =>
      sql
        .selectFrom('customers')
        .select('companyName')
        .where((eb) =>
          eb.exists(
            eb.selectFrom('notes').select('notes.id').whereRef('notes.customer', '=', 'customers.id'),
          ),
        ),
    ),
  ).toBe(
    'select "company_name" as "companyName" from "shop"."customers" where exists (select "notes"."id" from "shop"."notes" where "notes"."customer_id" = "customers"."id")',
  )
})

test('nested JSON has property names too', () => {
  expect(
    sqlOf((sql) =>
      sql
        .selectFrom('customers as c')
        .select((eb) =>
          jsonArrayFrom(
            eb.selectFrom('notes').select(['notes.createdAt']).whereRef('notes.customer', '=', 'c.id'),
          ).as('notes'),
        ),
    ),
  ).toContain(
    '(select "notes"."created_at" as "createdAt" from "shop"."notes" where "notes"."customer_id" = "c"."id")',
  )
})

test('unions order by their output', () => {
  expect(
    sqlOf((sql) =>
      sql
        .selectFrom('customers')
        .select('companyName')
        .union(sql.selectFrom('notes').select('body as companyName'))
        .orderBy('companyName'),
    ),
  ).toBe(
    'select "company_name" as "companyName" from "shop"."customers" union select "body" as "companyName" from "shop"."notes" order by "companyName"',
  )
})

test('inserts, conflicts and updates', () => {
  const insert = compile((sql) =>
    sql
      .insertInto('customers')
      .values({ companyName: 'x', tags: ['a'] as never })
      .onConflict((conflict) =>
        conflict
          .columns(['organizationId', 'email'])
          .doUpdateSet({ companyName: (eb) => eb.ref('excluded.companyName') }),
      )
      .returningAll(),
  )
  expect(insert.sql).toContain(
    'insert into "shop"."customers" ("company_name", "tags") values ($1, $2) on conflict ("organization_id", "email") do update set "company_name" = "excluded"."company_name" returning "customers"."id", "customers"."organization_id" as "organizationId"',
  )
  expect(insert.sql).not.toContain('"excluded"."id"')
  expect(insert.parameters).toEqual(['x', '["a"]'])
  const update = compile((sql) =>
    sql
      .updateTable('customers')
      .set({ seenAt: null, tags: { a: 1 } as never })
      .where('companyName', '=', 'x')
      .returning(['id', 'seenAt']),
  )
  expect(update.sql).toBe(
    'update "shop"."customers" set "seen_at" = $1, "tags" = $2 where "company_name" = $3 returning "id", "seen_at" as "seenAt"',
  )
  expect(update.parameters).toEqual([null, '{"a":1}', 'x'])
  expect(
    sqlOf((sql) =>
      sql
        .deleteFrom('notes')
        .using('customers')
        .whereRef('notes.customer', '=', 'customers.id')
        .returning('notes.createdAt'),
    ),
  ).toBe(
    'delete from "shop"."notes" using "shop"."customers" where "notes"."customer_id" = "customers"."id" returning "notes"."created_at" as "createdAt"',
  )
})

test('locks name the table as the query does', () => {
  expect(sqlOf((sql) => sql.selectFrom('customers').select('id').forUpdate('customers').skipLocked())).toBe(
    'select "id" from "shop"."customers" for update of "customers" skip locked',
  )
})

test('the search function is the one of the plugin', () => {
  expect(
    sqlOf((sql) =>
      sql
        .selectFrom('customers')
        .select('id')
        .where('id', 'in', searchIds('customers', 'x', 5)),
    ),
  ).toBe('select "id" from "shop"."customers" where "id" in (select "shop"."search_customers"($1, $2))')
})

test('the latest of each id are read from the rows of these ids', () => {
  expect(
    sqlOf((sql) =>
      sql
        .selectFrom(raw<{ id: string }>`unnest(${['x']}::uuid[])`.as<'each'>(raw`each(id)`))
        .innerJoinLateral(
          (join) =>
            join
              .selectFrom('customers')
              .select(['id', 'companyName'])
              .whereRef('customers.id', '=', 'each.id')
              .orderBy('createdAt', 'desc')
              .limit(3)
              .as('latest'),
          (join) => join.onTrue(),
        )
        .selectAll('latest'),
    ),
  ).toBe(
    'select "latest".* from unnest($1::uuid[]) as each(id) inner join lateral (select "id", "company_name" as "companyName" from "shop"."customers" where "customers"."id" = "each"."id" order by "created_at" desc limit $2) as "latest" on true',
  )
})

test('keyset pages compare tuples', () => {
  expect(
    sqlOf((sql) =>
      sql
        .selectFrom('customers')
        .select('id')
        .where((eb) => eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(new Date(), 'x')))
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(21),
    ),
  ).toBe(
    'select "id" from "shop"."customers" where ("created_at", "id") < ($1, $2) order by "created_at" desc, "id" desc limit $3',
  )
})

test('the builder runs nothing itself', async () => {
  await expect(builder.selectFrom('customers').selectAll().execute()).rejects.toThrow(
    'return it to ctx.db.read',
  )
})
