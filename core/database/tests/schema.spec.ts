import { checkDrift } from '@wasla/migrations'
import { defineEntity, definePlugin } from '@wasla/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectedColumns } from '../schema/expected-columns.ts'
import { generateSchemaSql } from '../schema/generate-schema-sql.ts'
import { createShopDatabase, Customer, Note, Ticket, type ShopDatabase } from './_database.ts'

let db: ShopDatabase

beforeAll(async () => {
  db = await createShopDatabase()
})
afterAll(() => db?.close())

const Label = defineEntity({
  name: 'Label',
  tableName: 'labels',
  properties: (p) => ({
    text: p.text(),
    customer: () => p.manyToOne(Customer).nullable().deleteRule('set null'),
    parent: () => p.manyToOne(Label).nullable(),
  }),
  uniques: [['text']],
  indexes: [['customer']],
})

const shopWith = (...entities: readonly unknown[]) => ({
  schema: 'shop',
  definition: definePlugin({ entities: entities as never }),
})

test('expected columns have the names and types of the database', () => {
  const columns = expectedColumns(shopWith(Customer, Note)).filter(({ table }) => table === 'notes')
  expect(columns).toEqual([
    { table: 'notes', column: 'id', type: 'uuid', nullable: false },
    { table: 'notes', column: 'organization_id', type: 'uuid', nullable: false },
    { table: 'notes', column: 'version', type: 'int', nullable: false },
    { table: 'notes', column: 'created_at', type: 'timestamptz', nullable: false },
    { table: 'notes', column: 'updated_at', type: 'timestamptz', nullable: false },
    { table: 'notes', column: 'body', type: 'text', nullable: false },
    { table: 'notes', column: 'customer_id', type: 'uuid', nullable: false },
  ])
})

test('tables that agree with their entities give no SQL and no drift', async () => {
  const desk = { schema: 'help_desk', definition: definePlugin({ entities: [Ticket] }) }
  expect(
    await checkDrift({
      adminUrl: db.adminUrl,
      plugin: 'shop',
      expectedColumns: expectedColumns(shopWith(Customer, Note)),
    }),
  ).toEqual([])
  expect(
    await checkDrift({ adminUrl: db.adminUrl, plugin: 'help-desk', expectedColumns: expectedColumns(desk) }),
  ).toEqual([])
  expect(await generateSchemaSql(shopWith(Customer, Note), db.adminUrl)).toBe('')
  expect(await generateSchemaSql(desk, db.adminUrl)).toBe('')
})

test('new tables and columns become SQL of this plugin only, that applies and then agrees', async () => {
  const Richer = defineEntity({
    name: 'Note',
    tableName: 'notes',
    properties: (p) => ({
      body: p.text(),
      pinned: p.boolean().default(false),
      customer: () => p.manyToOne(Customer),
    }),
  })
  const plugin = shopWith(Customer, Richer, Label)
  const sql = await generateSchemaSql(plugin, db.adminUrl)
  expect(sql).toContain('create table "shop"."labels"')
  expect(sql).toContain('alter table "shop"."notes" add "pinned" boolean not null default false')
  expect(sql).toContain(
    'foreign key ("organization_id", "customer_id") references "shop"."customers" ("organization_id", "id") on delete set null ("customer_id")',
  )
  expect(sql).not.toMatch(/drop|disable|help_desk|platform|set names/)
  await db.admin.query(
    `begin; set local role wasla_owner; ${sql}; select platform.protect_schema('shop'); commit`,
  )
  expect(
    await checkDrift({ adminUrl: db.adminUrl, plugin: 'shop', expectedColumns: expectedColumns(plugin) }),
  ).toEqual([])
  expect(await generateSchemaSql(plugin, db.adminUrl)).toBe('')
})

test('an entity that is gone does not drop its table', async () => {
  expect(await generateSchemaSql(shopWith(Customer), db.adminUrl)).toBe('')
})
