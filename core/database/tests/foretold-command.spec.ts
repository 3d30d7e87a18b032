import { randomUUID } from 'node:crypto'
import { defineEvent, prepareQuery, type Given, type QueryBuilder } from '@wasla/sdk'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createShopDatabase, scope, type ShopDatabase, type ShopEntities } from './_database.ts'

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

const keyOf = (name: string) => ({ key: Buffer.from(name), bodyHash: Buffer.from('hash') })
const requestOf = (name: string) => {
  const { request } = scope(db.first, 'shop')
  return { request: { ...request, requestId: `of ${name}` } }
}

async function create(
  companyName: string,
  name: 'command' | 'once' = 'command',
  rest: Parameters<typeof shop.as>[2] = {},
  organizationId = db.first,
) {
  const idempotency = name === 'once' ? keyOf(companyName) : undefined
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
      `select array_agg(payload ->> 'companyName' order by payload ->> 'companyName') as names from platform.event_log group by transaction order by min(id::text)`,
    )
  ).rows.map(({ names }) => names)

test('those of an organization that come together share a transaction, and each has its own actor, request, event, key and answer', async () => {
  await create('Known')
  await db.clear()
  await db.admin.query('truncate platform.audit_log')
  // Those of the same actor are one statement.
  const actor = randomUUID()
  const actors = [actor, randomUUID(), actor]
  const names = ['One', 'Two', 'Three']
  const customers = await Promise.all([
    ...names.map((name, index) => create(name, 'once', { actorId: actors[index], ...requestOf(name) })),
    create('Elsewhere', 'once', {}, db.second),
  ])
  expect(customers.map(({ companyName }) => companyName)).toEqual([...names, 'Elsewhere'])
  expect((await transactions()).sort()).toEqual([['Elsewhere'], names.toSorted()])
  const { rows } = await db.admin.query(
    `select l.organization_id, l.row_id, l.actor_id, l.request_id, e.actor_id as event_actor, e.request_id as event_request,
       e.aggregate, k.body::json ->> 'id' as kept from platform.audit_log l
     join platform.event_log e on e.payload ->> 'companyName' = l.after ->> 'company_name'
     join platform.idempotency_keys k on k.key = convert_to(l.after ->> 'company_name', 'UTF8') order by l.row_id`,
  )
  expect(rows).toEqual(
    customers
      .map(({ id, companyName }, index) => ({
        organization_id: index < 3 ? db.first : db.second,
        row_id: id,
        actor_id: actors[index] ?? null,
        request_id: index < 3 ? `of ${companyName}` : 'test',
        event_actor: actors[index] ?? null,
        event_request: index < 3 ? `of ${companyName}` : 'test',
        aggregate: id,
        kept: id,
      }))
      .toSorted((one, other) => one.row_id.localeCompare(other.row_id)),
  )
})

test('each of many is answered with its own row and tells its own events, with or without a key', async () => {
  const renamed = (name: string, organizationId = db.first) =>
    shop
      .as(organizationId, 'shop', name.endsWith('0') ? { idempotency: keyOf(name) } : {})
      .command(insertCustomer({ companyName: name }), ([row], outbox) => {
        for (const companyName of [row!.companyName, `${row!.companyName}, again`])
          outbox.emit(customerCreated, { customerId: row!.id, version: row!.version, companyName })
      })
  await renamed('Known', db.second)
  await db.clear()
  const names = Array.from({ length: 40 }, (_, index) => `No. ${index}`)
  const customers = (await Promise.all(names.map((name) => renamed(name)))).flat()
  expect(customers.map(({ companyName }) => companyName)).toEqual(names)
  expect(await db.count('platform.idempotency_keys')).toBe(4)
  const told = (await events()).map(({ payload }) => payload)
  expect(told).toHaveLength(80)
  for (const { id, companyName } of customers)
    expect(told.filter(({ customerId }) => customerId === id).map((one) => one.companyName)).toEqual([
      companyName,
      `${companyName}, again`,
    ])
})

test('what a trigger changes besides is of the request that made it change', async () => {
  await db.admin.query(`
    create function shop.tell() returns trigger language plpgsql as $$
    begin update shop.customers set email = new.company_name || '@example.com' where id = new.id; return null; end $$;
    create trigger tell after insert on shop.customers for each row execute function shop.tell()`)
  await create('Known')
  const names = ['One', 'Two', 'Three']
  for (const round of [1, 2]) {
    await db.clear()
    await db.admin.query('truncate platform.audit_log')
    await Promise.all(names.map((name) => create(name, 'command', requestOf(name))))
    const { rows } = await db.admin.query(
      `select action, request_id, after ->> 'company_name' as name from platform.audit_log order by request_id, action`,
    )
    expect(rows, `round ${round}`).toEqual(
      ['One', 'Three', 'Two'].flatMap((name) =>
        ['insert', 'update'].map((action) => ({ action, request_id: `of ${name}`, name })),
      ),
    )
  }
  await db.admin.query('drop function shop.tell cascade')
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
