import { randomUUID } from 'node:crypto'
import { defineEvent, prepareQuery, type Given, type QueryBuilder } from '@wasla/sdk'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createShopDatabase, type ShopDatabase, type ShopEntities } from './_database.ts'

const customerCreated = defineEvent({
  name: 'shop.customer.created',
  version: 1,
  payload: z.strictObject({ customerId: z.uuid(), version: z.int(), companyName: z.string() }),
  order: ({ customerId, version }) => ({ aggregate: customerId, version }),
})
const insertCustomer = prepareQuery(
  (
    sql: QueryBuilder<ShopEntities>,
    given: Given<{ companyName: string; tags?: unknown[]; score?: number }>,
  ) =>
    sql
      .insertInto('customers')
      .values(given)
      .returning(['id', 'version', 'companyName', 'createdAt', 'email']),
)

let db: ShopDatabase
let shop: ReturnType<ShopDatabase['open']>
/** The ids that were looked at: of a row that is foretold it is not the row's. */
let looked: string[]

beforeAll(async () => {
  db = await createShopDatabase()
  shop = db.open()
})
afterAll(() => db?.close())
beforeEach(async () => {
  looked = []
  await db.clear()
})

async function create(
  companyName: string,
  name: 'command' | 'once' = 'command',
  rest: Parameters<typeof shop.as>[2] = {},
  organizationId = db.first,
) {
  const idempotency =
    name === 'once' ? { key: Buffer.from(companyName), bodyHash: Buffer.from('hash') } : undefined
  const own = shop.as(organizationId, 'shop', { ...rest, idempotency })
  const [customer] = await own.command(insertCustomer({ companyName }), ([row], outbox) => {
    looked.push(row!.id)
    outbox.emit(customerCreated, {
      customerId: row!.id,
      version: row!.version,
      companyName: row!.companyName,
    })
  })
  return customer!
}
const events = async () =>
  (
    await db.admin.query(
      'select payload, aggregate, aggregate_version::int as version from platform.event_log order by id',
    )
  ).rows

test('an insert is waited for once; later ones go in one message with their event and key, which tell the row as it is', async () => {
  const customers = [await create('First'), await create('"Second" \\ €'), await create('Third', 'once')]
  expect(customers.map(({ id }, index) => looked[index] === id)).toEqual([true, false, false])
  expect(await events()).toEqual(
    customers.map(({ id, companyName }) => ({
      payload: { customerId: id, version: 1, companyName },
      aggregate: id,
      version: 1,
    })),
  )
  const { rows } = await db.admin.query('select body::json as body from platform.idempotency_keys')
  expect(rows).toMatchObject([{ body: { id: customers[2]!.id, companyName: 'Third', email: null } }])
  expect(new Date(rows[0].body.createdAt)).toEqual(customers[2]!.createdAt)
  await expect(create('Third', 'once')).rejects.toMatchObject({ code: 'idempotent_replay' })
  expect([await db.count('shop.customers'), (await events()).length]).toEqual([3, 3])
})

test('what is announced without fitting, or of a row that the database refuses, leaves nothing', async () => {
  await create('Known')
  await expect(create('')).rejects.toMatchObject({ code: 'shop.rule_broken' })
  const own = shop.as(db.first)
  const badly = own.command(insertCustomer({ companyName: 'Bad' }), (_rows, outbox) =>
    outbox.emit(customerCreated, { customerId: 'none', version: 1, companyName: 'Bad' }),
  )
  await expect(badly).rejects.toThrow('does not fit its schema')
  expect([await db.count('shop.customers'), (await events()).length]).toEqual([1, 1])
})

test('values that are no such text are refused, and the next ones go in one message as before', async () => {
  const scored = (score: unknown) =>
    shop
      .as(db.first)
      .command(insertCustomer({ companyName: 'Scored', score: score as number }), ([row], outbox) => {
        looked.push(row!.id)
        outbox.emit(customerCreated, { customerId: row!.id, version: 1, companyName: 'Scored' })
      })
  await scored(1)
  await expect(scored('many')).rejects.toThrow('cannot be stored')
  expect(await db.count('shop.customers')).toBe(1)
  looked = []
  const [customer] = await scored(2)
  expect(looked).toHaveLength(1)
  expect(looked).not.toEqual([customer!.id])
})

test('a value for a column of JSON is written as such by a prepared insert', async () => {
  await shop.as(db.first).command(insertCustomer({ companyName: 'Tagged', tags: ['a "word"', 1] }))
  expect((await db.admin.query('select tags from shop.customers')).rows).toEqual([{ tags: ['a "word"', 1] }])
})

/** Customers of the first organization, whose inserts are known, asked for in one turn. */
const together = (commands: readonly (() => Promise<unknown>)[]) =>
  Promise.allSettled(commands.map((command) => command()))
const transactions = async () =>
  (
    await db.admin.query<{ names: string[] }>(
      `select array_agg(payload ->> 'companyName' order by id) as names from platform.event_log group by transaction order by min(id::text)`,
    )
  ).rows.map(({ names }) => names)

test('those of an organization that come together share a transaction, and each has its own actor, event, key and answer', async () => {
  await create('Known')
  await db.clear()
  await db.admin.query('truncate platform.audit_log')
  const actors = [randomUUID(), randomUUID(), randomUUID()]
  const names = ['One', 'Two', 'Three']
  const customers = await Promise.all([
    ...names.map((name, index) => create(name, 'once', { actorId: actors[index] })),
    create('Elsewhere', 'once', {}, db.second),
  ])
  expect(customers.map(({ companyName }) => companyName)).toEqual([...names, 'Elsewhere'])
  expect((await transactions()).sort()).toEqual([['Elsewhere'], names])
  const { rows } = await db.admin.query(
    `select l.organization_id, l.row_id, l.actor_id, e.aggregate, k.body::json ->> 'id' as kept from platform.audit_log l
     join platform.event_log e on e.payload ->> 'companyName' = l.after ->> 'company_name'
     join platform.idempotency_keys k on k.key = convert_to(l.after ->> 'company_name', 'UTF8') order by l.id`,
  )
  expect(rows).toEqual(
    customers.map(({ id }, index) => ({
      organization_id: index < 3 ? db.first : db.second,
      row_id: id,
      actor_id: actors[index] ?? null,
      aggregate: id,
      kept: id,
    })),
  )
})

test('those that come while others are under way go together in the next transaction', async () => {
  await create('Known')
  await db.clear()
  const first = create('First')
  await new Promise(setImmediate)
  await Promise.all([first, create('Second'), create('Third')])
  expect(await transactions()).toEqual([['First'], ['Second', 'Third']])
})

test('one that is refused is refused alone', async () => {
  await create('Known')
  await db.clear()
  const outcomes = await together([
    () => create('Good', 'once'),
    () => create('Good', 'once'),
    () => create(''),
    () => create('Better'),
  ])
  expect(
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.status : outcome.reason.code)).sort(),
  ).toEqual(['fulfilled', 'fulfilled', 'idempotent_replay', 'shop.rule_broken'])
  expect((await transactions()).flat().sort()).toEqual(['Better', 'Good'])
  expect(await db.count('shop.customers')).toBe(2)
})

test('one that has to wait for a lock holds up nobody else', async () => {
  await create('Known')
  const elsewhere = await db.admin.connect()
  await elsewhere.query('begin')
  await elsewhere.query(
    `insert into platform.idempotency_keys (organization_id, key, body_hash, expires_at)
     values ($1, 'Locked', 'hash', now() + interval '1 hour')`,
    [db.first],
  )
  const locked = create('Locked', 'once')
  await create('Free', 'once')
  await create('Later', 'once')
  expect(await db.count('shop.customers')).toBe(3)
  await elsewhere.query('rollback')
  elsewhere.release()
  expect(await locked).toMatchObject({ companyName: 'Locked' })
})

test('of a transaction that was lost on the way nothing is done again', async () => {
  await create('Known')
  await db.clear()
  await db.admin.query(`
    create function shop.cut() returns trigger language plpgsql security definer as $$
    begin
      if new.company_name = 'Cut' then perform pg_terminate_backend(pg_backend_pid()); end if;
      return new;
    end $$;
    create trigger cut before insert on shop.customers for each row execute function shop.cut()`)
  const outcomes = await together(['One', 'Cut', 'Two'].map((name) => () => create(name)))
  await db.admin.query('drop function shop.cut cascade')
  expect(outcomes).toMatchObject(
    ['One', 'Cut', 'Two'].map(() => ({ reason: { code: 'database_unavailable' } })),
  )
  expect([await db.count('shop.customers'), (await events()).length]).toEqual([0, 0])
})

test('when the database makes something else of the row, its event tells that, and it happens once', async () => {
  await db.admin.query(`
    create function shop.shout() returns trigger language plpgsql as $$
    begin new.company_name := upper(new.company_name); return new; end $$;
    create trigger shout before insert on shop.customers for each row execute function shop.shout()`)
  const loud = await create('loud')
  expect(loud.companyName).toBe('LOUD')
  expect(await events()).toEqual([
    { payload: { customerId: loud.id, version: 1, companyName: 'LOUD' }, aggregate: loud.id, version: 1 },
  ])
  expect(looked).toHaveLength(2)
  expect(await db.count('shop.customers')).toBe(1)
})
