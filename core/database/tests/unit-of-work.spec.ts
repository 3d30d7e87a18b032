import { defineEvent, defineJob, defineMeter, type UnitOfWork } from '@wasla/sdk'
import { sql as raw } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createShopDatabase, Customer, type ShopDatabase, scope } from './_database.ts'

const customerCreated = defineEvent({
  name: 'shop.customer.created',
  version: 2,
  payload: z.strictObject({ customerId: z.uuid(), version: z.int() }),
  order: ({ customerId, version }) => ({ aggregate: customerId, version }),
})
const importJob = defineJob({
  name: 'shop.import',
  payload: z.strictObject({ file: z.string() }),
  run: async () => {},
})
const imported = defineMeter({ name: 'shop.imported', title: { en: 'Imported', ar: 'مستورد' } })

let db: ShopDatabase
let shop: ReturnType<ShopDatabase['open']>

beforeAll(async () => {
  db = await createShopDatabase()
  shop = db.open()
})
afterAll(() => db?.close())
beforeEach(() => db.clear())

test('a loaded entity learns its new version and time of change', async () => {
  const { before, after } = await shop.as(db.first).write(async (unit) => {
    const customer = unit.create(Customer, { companyName: 'A' })
    await unit.flush()
    const fresh = { ...customer }
    customer.companyName = 'B'
    await unit.flush()
    return { before: fresh, after: { ...customer } }
  })
  expect(after.version).toBe(before.version + 1)
  expect(after.updatedAt).toBeInstanceOf(Date)
  const row = await shop.as(db.first).readFirst((sql) => sql.selectFrom('customers').selectAll())
  expect(row).toMatchObject({ version: after.version, updatedAt: after.updatedAt, companyName: 'B' })
})

test('events, jobs and usage are written with the change, or not at all', async () => {
  const announce = (fail: boolean) =>
    shop.as(db.first, 'shop', { actorId: '019a0000-0000-7000-8000-000000000001' }).write(async (unit) => {
      const customer = unit.create(Customer, { companyName: 'A' })
      await unit.flush()
      unit.emit(customerCreated, { customerId: customer.id, version: customer.version })
      unit.enqueue(importJob, { file: 'x.csv' }, { after: 60, priority: 3, key: 'x' })
      unit.meter(imported, 1, customer.id)
      if (fail) throw new Error('no')
      return customer.id
    })
  await expect(announce(true)).rejects.toThrow('no')
  expect(
    (await db.count('platform.event_log')) +
      (await db.count('pgboss.job')) +
      (await db.count('shop.customers')),
  ).toBe(0)
  const id = await announce(false)
  const { rows } = await db.admin.query(
    'select plugin_id, name, version, payload, aggregate, aggregate_version, actor_id, request_id, organization_id from platform.event_log',
  )
  expect(rows).toEqual([
    {
      plugin_id: 'shop',
      name: 'shop.customer.created',
      version: 2,
      payload: { customerId: id, version: 1 },
      aggregate: id,
      aggregate_version: '1',
      actor_id: '019a0000-0000-7000-8000-000000000001',
      request_id: 'test',
      organization_id: db.first,
    },
  ])
  expect((await db.admin.query('select name, priority from pgboss.job order by name')).rows).toEqual([
    { name: 'shop.import', priority: 3 },
  ])
  expect(await db.count('platform.meter_events')).toBe(1)
})

test('a payload that does not fit, or a foreign event, undoes everything', async () => {
  const bad = shop.as(db.first).write(async (unit) => {
    unit.create(Customer, { companyName: 'A' })
    unit.emit(customerCreated, { customerId: 'x', version: 1 })
  })
  await expect(bad).rejects.toThrow('does not fit its schema')
  const foreign = shop
    .desk(db.first)
    .write(async (unit) => unit.emit(customerCreated, { customerId: db.first, version: 1 }))
  await expect(foreign).rejects.toThrow("another plugin's event")
  expect(await db.count('shop.customers')).toBe(0)
})

test('after a commit the host is told what was written', async () => {
  const commits: unknown[] = []
  const watched = db.open({ onCommit: (unit) => commits.push(unit) })
  await watched.as(db.first).write(async (unit) => void unit.create(Customer, { companyName: 'quiet' }))
  await watched.as(db.first).command(
    (sql) => sql.insertInto('customers').values({ companyName: 'loud' }).returning(['id', 'version']),
    (rows, outbox) => outbox.emit(customerCreated, { customerId: rows[0]!.id, version: rows[0]!.version }),
  )
  expect(commits).toMatchObject([
    {
      organizationId: db.first,
      plugin: 'shop',
      written: { events: [{ name: 'shop.customer.created' }], queues: [] },
    },
  ])
  expect(await db.count('platform.event_log')).toBe(1)
})

test('what `after` of a command throws undoes the command', async () => {
  const failing = shop.as(db.first).command(
    (sql) => sql.insertInto('customers').values({ companyName: 'x' }).returning('id'),
    () => {
      throw new Error('after')
    },
  )
  await expect(failing).rejects.toThrow('after')
  expect(await db.count('shop.customers')).toBe(0)
})

test('a write inside a write is refused, in another request at the same time it is not', async () => {
  const other = Promise.withResolvers<void>()
  const nested = shop.as(db.first).write(async (unit) => {
    unit.create(Customer, { companyName: 'outer' })
    await other.promise
    await expect(
      shop.as(db.first).command((sql) => sql.insertInto('customers').values({ companyName: 'x' })),
    ).rejects.toMatchObject({ code: 'nested_write' })
    await shop.desk(db.first).write(async () => {})
  })
  await shop.as(db.second).write(async (unit) => void unit.create(Customer, { companyName: 'elsewhere' }))
  other.resolve()
  await expect(nested).rejects.toMatchObject({ kind: 'conflict', code: 'nested_write' })
  expect((await db.admin.query('select company_name from shop.customers')).rows).toEqual([
    { company_name: 'elsewhere' },
  ])
})

test('what a write left running in the background may write once the write has ended', async () => {
  const ended = Promise.withResolvers<void>()
  let background: Promise<void> | undefined
  await shop.as(db.first).write(async () => {
    background = ended.promise.then(() =>
      shop.as(db.first).write(async (unit) => void unit.create(Customer, { companyName: 'later' })),
    )
  })
  ended.resolve()
  await background
  expect(await db.count('shop.customers')).toBe(1)
})

test('a read inside a write finds a connection however few there are, and does not see the write', async () => {
  const narrow = db.open({ poolSize: 2 })
  const sizes = await Promise.all(
    [1, 2, 3, 4].map(() =>
      narrow.as(db.first).write(async (unit) => {
        await unit.execute((sql) => sql.insertInto('customers').values({ companyName: 'x' }))
        return (await narrow.as(db.first).read((sql) => sql.selectFrom('customers').select('id'))).length
      }),
    ),
  )
  expect(sizes.toSorted()).toEqual([0, 1, 2, 3])
})

test('a scope for reading only refuses to write', async () => {
  const reader = shop.as(db.first, 'shop', { readOnly: true })
  await expect(reader.write(async () => {})).rejects.toMatchObject({ code: 'read_only' })
  await expect(reader.command((sql) => sql.deleteFrom('customers'))).rejects.toMatchObject({
    code: 'read_only',
  })
})

test('a unit of work that outlives its callback does nothing', async () => {
  let kept: UnitOfWork | undefined
  let customer: { companyName: string } | undefined
  await shop.as(db.first).write(async (unit) => {
    kept = unit as unknown as UnitOfWork
    customer = unit.create(Customer, { companyName: 'A' })
  })
  customer!.companyName = 'changed later'
  expect(() => kept!.find(Customer, {})).toThrow('after its end')
  expect(() => kept!.flush()).toThrow('after its end')
  expect(() => kept!.emit(customerCreated, { customerId: db.first, version: 1 })).toThrow('after its end')
  expect((await db.admin.query('select company_name from shop.customers')).rows).toEqual([
    { company_name: 'A' },
  ])
})

test('statements that outlive the callback never reach another unit of work', async () => {
  const one = db.open({ poolSize: 2 })
  const late: Promise<unknown>[] = []
  await one
    .as(db.first)
    .write(async (unit) => {
      for (let index = 0; index < 5; index++)
        late.push(unit.execute((sql) => sql.insertInto('customers').values({ companyName: `late ${index}` })))
    })
    .catch(() => {})
  await Promise.allSettled(late)
  await one.as(db.second).write(async (unit) => void unit.create(Customer, { companyName: 'mine' }))
  const { rows } = await db.admin.query(
    'select company_name from shop.customers where organization_id = $1',
    [db.second],
  )
  expect(rows).toEqual([{ company_name: 'mine' }])
})

test('a swallowed error of a statement still undoes the unit of work, and tells the first cause', async () => {
  const swallowing = shop.as(db.first).write(async (unit) => {
    unit.create(Customer, { companyName: 'A', email: 'e' })
    await unit.flush()
    await unit
      .execute((sql) => sql.insertInto('customers').values({ companyName: 'B', email: 'e' }))
      .catch(() => {})
  })
  await expect(swallowing).rejects.toMatchObject({ code: 'shop.duplicate', fields: [{ field: 'email' }] })
  expect(await db.count('shop.customers')).toBe(0)
})

test('who loads for change with another version than the one that stands is told both', async () => {
  const id = await shop.as(db.first).write(async (unit) => {
    const customer = unit.create(Customer, { companyName: 'A' })
    await unit.flush()
    return customer.id
  })
  const change = (version: number | undefined, companyName: string) =>
    shop.as(db.first).write(async (unit) => {
      const customer = await unit.findOne(Customer, { id }, { version })
      Object.assign(customer ?? {}, { companyName })
    })
  await change(1, 'B')
  await expect(change(1, 'C')).rejects.toMatchObject({
    kind: 'conflict',
    code: 'stale_version',
    extra: { expected: 1, actual: 2 },
  })
  await change(undefined, 'D')
  expect((await db.admin.query('select company_name, version from shop.customers')).rows).toEqual([
    { company_name: 'D', version: 3 },
  ])
})

test('a unit of work whose caller leaves is undone; what was committed before stands', async () => {
  const request = { ...scope(db.first, 'shop').request, abandoned: false }
  const database = shop.as(db.first, 'shop', { request })
  await database.write(async (unit) => void unit.create(Customer, { companyName: 'Committed' }))
  const leaving = database.write(async (unit) => {
    unit.create(Customer, { companyName: 'Undone' })
    await unit.flush()
    request.abandoned = true
  })
  await expect(leaving).rejects.toMatchObject({ kind: 'unavailable', code: 'client_gone' })
  const read = database.read((sql) => sql.selectFrom('customers').selectAll())
  await expect(read).rejects.toMatchObject({ code: 'client_gone' })
  const command = database.command((sql) => sql.insertInto('customers').values({ companyName: 'Late' }))
  await expect(command).rejects.toMatchObject({ code: 'client_gone' })
  const { rows } = await db.admin.query('select company_name from shop.customers')
  expect(rows).toEqual([{ company_name: 'Committed' }])
})

test('of fifty who change the same version one wins', async () => {
  const many = db.open({ poolSize: 40 })
  const id = await many.as(db.first).write(async (unit) => {
    const customer = unit.create(Customer, { companyName: 'A' })
    await unit.flush()
    return customer.id
  })
  let loaded = 0
  const all = Promise.withResolvers<void>()
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) =>
      many.as(db.first).write(async (unit) => {
        const customer = await unit.findOne(Customer, { id, version: 1 })
        // As many as have a connection hold the same version before the first one writes.
        if (++loaded === 20) all.resolve()
        await all.promise
        if (customer === null) throw Object.assign(new Error('gone'), { code: 'stale_version' })
        customer.score = index + 1
      }),
    ),
  )
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refused).toHaveLength(49)
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'stale_version' })
  expect((await db.admin.query('select version from shop.customers')).rows).toEqual([{ version: 2 }])
})

test('of two who change the same several records at once one wins', async () => {
  await shop.as(db.first).write(async (unit) => {
    for (const companyName of ['A', 'B', 'C']) unit.create(Customer, { companyName })
  })
  const both = Promise.withResolvers<void>()
  let loaded = 0
  const outcomes = await Promise.allSettled(
    [1, 2].map((score) =>
      shop.as(db.first).write(async (unit) => {
        const customers = await unit.find(Customer, {}, { orderBy: { id: 'asc' } })
        if (++loaded === 2) both.resolve()
        await both.promise
        for (const customer of customers) customer.score = score
      }),
    ),
  )
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect((await db.admin.query('select distinct version from shop.customers')).rows).toEqual([{ version: 2 }])
})

test('refusals of the database name the field', async () => {
  const own = shop.as(db.first)
  const create = (data: Record<string, unknown>) =>
    own.write(async (unit) => void unit.create(Customer, { companyName: 'A', ...data }))
  await create({ email: 'taken' })
  await expect(create({ email: 'taken' })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'shop.duplicate',
    fields: [{ field: 'email' }],
  })
  await expect(create({ companyName: '' })).rejects.toMatchObject({
    kind: 'invalid',
    code: 'shop.rule_broken',
    fields: [{ field: 'companyName' }],
  })
  await expect(
    own.command((sql) => sql.insertInto('customers').values({ companyName: null as never })),
  ).rejects.toMatchObject({ code: 'shop.required', fields: [{ field: 'companyName' }] })
  await expect(create({ born: 'yesterday-ish' })).rejects.toMatchObject({
    kind: 'invalid',
    code: 'shop.invalid_value',
  })
  const [customer] = await own.read((sql) => sql.selectFrom('customers').select('id'))
  await own.command((sql) => sql.insertInto('notes').values({ body: 'b', customer: customer!.id as never }))
  await expect(own.command((sql) => sql.deleteFrom('customers'))).rejects.toMatchObject({
    kind: 'conflict',
    code: 'shop.still_referenced',
  })
})

test("a plugin's own errors reach its caller as they are, whatever they look like", async () => {
  for (const code of ['ECONNREFUSED', '23505', '42501']) {
    const own = Object.assign(new Error('the mail server is away'), { code })
    await expect(shop.as(db.first).write(async () => Promise.reject(own))).rejects.toBe(own)
    await expect(shop.access.platform.transaction(async () => Promise.reject(own))).rejects.toBe(own)
  }
})

test('the plugin has its own role again after the platform worked in between', async () => {
  const roles = await shop.as(db.first).write(async (unit) => {
    const roleNow = async () =>
      (await unit.execute((sql) => sql.selectNoFrom(raw<string>`current_user::text`.as('role'))))[0]!.role
    const before = await roleNow()
    await unit.claimAddress('shop.slug', 'a')
    const customer = unit.create(Customer, { companyName: 'A' })
    await unit.flush()
    return [before, await roleNow(), customer.organizationId]
  })
  expect(roles).toEqual(['wasla_plugin_shop', 'wasla_plugin_shop', db.first])
})
