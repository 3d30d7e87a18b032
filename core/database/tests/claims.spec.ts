import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createShopDatabase, Customer, Ticket, type ShopDatabase } from './_database.ts'

let db: ShopDatabase
let shop: ReturnType<ShopDatabase['open']>

beforeAll(async () => {
  db = await createShopDatabase()
  shop = db.open()
})
afterAll(() => db?.close())
beforeEach(() => db.clear())

test('an effect happens once', async () => {
  const effect = { subscriber: 'shop.x', eventId: '019a0000-0000-7000-8000-000000000009' }
  const handle = async (fail = false) => {
    const own = shop.as(db.first, 'shop', { effect })
    return own.write(async (unit) => {
      unit.create(Customer, { companyName: 'once' })
      if (fail) throw new Error('crash')
      return 'done'
    })
  }
  await expect(handle(true)).rejects.toThrow('crash')
  expect((await Promise.all([handle(), handle(), handle()])).toSorted()).toEqual([
    'done',
    undefined,
    undefined,
  ])
  expect(await db.count('shop.customers')).toBe(1)
  expect(
    await shop
      .as(db.first, 'shop', { effect })
      .command((sql) => sql.insertInto('customers').values({ companyName: 'again' }).returning('id')),
  ).toEqual([])
  expect(await db.count('shop.customers')).toBe(1)
  const two = shop.as(db.first, 'shop', { effect: { ...effect, subscriber: 'shop.y' } })
  await expect(
    two.write(async () => Promise.reject(new Error('tried again by the handler'))),
  ).rejects.toThrow('again')
  await two.write(async (unit) => void unit.create(Customer, { companyName: 'first write' }))
  await two.write(async (unit) => void unit.create(Customer, { companyName: 'second write' }))
  expect(await db.count('shop.customers')).toBe(3)
  expect(await db.count('platform.subscriber_effects')).toBe(2)
})

test.each(['write', 'command'] as const)(
  'a singleton writes under its lease only, and whoever takes that over waits for what is being written (%s)',
  async (kind) => {
    const lease = { name: 'shop.session', key: String(kind), token: 2n }
    const change = (set: string) =>
      db.admin.query(
        `set lock_timeout = '300ms'; update platform.singleton_leases set ${set} where key = '${kind}'`,
      )
    await db.admin.query(
      `insert into platform.singleton_leases (name, organization_id, key, holder, token, lease_until)
       values ($1, $2, $3, gen_random_uuid(), 2, now() + interval '1 hour')`,
      [lease.name, db.first, kind],
    )
    const write = async (fence = lease, organization = db.first, during = async () => {}) => {
      const own = shop.as(organization, 'shop', { fence })
      if (kind === 'command')
        return own.command((sql) => sql.insertInto('customers').values({ companyName: 'x' }).returning('id'))
      return own.write(async (unit) => {
        unit.create(Customer, { companyName: 'x' })
        await during()
      })
    }
    const refused = { kind: 'conflict', code: 'lease_lost' }
    await write()
    expect(await db.count('shop.customers')).toBe(1)
    await expect(write({ ...lease, token: 1n })).rejects.toMatchObject(refused)
    await expect(write({ ...lease, key: 'other' })).rejects.toMatchObject(refused)
    await expect(write(lease, db.second)).rejects.toMatchObject(refused)
    await change(`lease_until = now() - interval '1 s'`)
    await expect(write()).rejects.toMatchObject(refused)
    await change(`lease_until = now() + interval '1 hour', holder = null`)
    await expect(write()).rejects.toMatchObject(refused)
    expect(await db.count('shop.customers')).toBe(1)

    await change('holder = gen_random_uuid()')
    let takenOver: unknown
    await write(lease, db.first, async () => {
      takenOver = await change('token = 3').catch(({ code }: { code: string }) => code)
    })
    // A command is one statement: there is nothing in between.
    expect(takenOver).toBe(kind === 'write' ? '55P03' : undefined)
    await change('token = 3')
    await expect(write()).rejects.toMatchObject(refused)
  },
)

test.each(['write', 'command'] as const)(
  'a request with an Idempotency-Key is done once and keeps its answer (%s)',
  async (kind) => {
    const claim = { key: Buffer.from(kind), bodyHash: Buffer.from('hash') }
    const request = async () => {
      const own = shop.as(db.first, 'shop', { idempotency: claim })
      if (kind === 'command')
        return own.command((sql) =>
          sql
            .insertInto('customers')
            .values({ companyName: 'once', credit: 5n })
            .returning(['companyName', 'credit']),
        )
      return own.write(async (unit) => {
        unit.create(Customer, { companyName: 'once' })
        return { credit: 5n }
      })
    }
    const outcomes = await Promise.allSettled([request(), request(), request()])
    const refused = outcomes
      .filter((outcome) => outcome.status === 'rejected')
      .map(({ reason }) => reason as object)
    expect(refused).toHaveLength(2)
    for (const reason of refused)
      expect(reason).toMatchObject({ kind: 'conflict', code: 'idempotent_replay' })
    expect(await db.count('shop.customers')).toBe(1)
    const { rows } = await db.admin.query(
      `select status, body::json, body_hash, expires_at > now() + interval '23 hours' as fresh from platform.idempotency_keys`,
    )
    expect(rows).toEqual([
      {
        status: null,
        body: kind === 'write' ? { credit: '5' } : [{ companyName: 'once', credit: '5' }],
        body_hash: Buffer.from('hash'),
        fresh: true,
      },
    ])
    await db.admin.query("update platform.idempotency_keys set expires_at = now() - interval '1 s'")
    await request()
    expect(await db.count('shop.customers')).toBe(2)
  },
)

test('an address belongs to one organization', async () => {
  const claim = (organization: string) =>
    shop.as(organization).write((unit) => unit.claimAddress('shop.slug', 'Northwind'))
  await claim(db.first)
  await claim(db.first)
  await expect(claim(db.second)).rejects.toMatchObject({ kind: 'conflict', code: 'address_taken' })
  await shop.as(db.second).write((unit) => unit.releaseAddress('shop.slug', 'northwind'))
  expect(
    (await db.admin.query('select kind, key, organization_id, plugin_id from platform.addresses')).rows,
  ).toEqual([{ kind: 'shop.slug', key: 'northwind', organization_id: db.first, plugin_id: 'shop' }])
  await shop.as(db.first).write((unit) => unit.releaseAddress('shop.slug', 'NORTHWIND'))
  await claim(db.second)
  await expect(shop.as(db.first).write((unit) => unit.claimAddress('desk.mail', 'x'))).rejects.toThrow(
    'does not define the address kind',
  )
})

test('a message from outside is received once, in each organization and account, and not by a unit that failed', async () => {
  const receive = (organization: string, id: string, account = 'a', fail = false) =>
    shop.as(organization).write(async (unit) => {
      const isNew = await unit.receiveOnce('shop.feed', account, id)
      if (fail) throw new Error('the work failed')
      return isNew
    })
  await expect(receive(db.first, '1', 'a', true)).rejects.toThrow('the work failed')
  const answers = await Promise.all(Array.from({ length: 4 }, () => receive(db.first, '1')))
  expect(answers.sort()).toEqual([false, false, false, true])
  expect(await receive(db.first, '1', 'b')).toBe(true)
  expect(await receive(db.second, '1')).toBe(true)
  const foreign = shop.as(db.first).write((unit) => unit.receiveOnce('help-desk.feed', 'a', '1'))
  await expect(foreign).rejects.toThrow('not its own')
})

test('records are linked when both are there, in this organization', async () => {
  const { id: ticket } = await shop.desk(db.first).write(async (unit) => {
    const made = unit.create(Ticket, { subject: 's' })
    await unit.flush()
    return made
  })
  const to = { plugin: 'help-desk', type: 'Ticket', id: ticket }
  const link = (organization: string, end: typeof to) =>
    shop.as(organization).write(async (unit) => {
      const customer = unit.create(Customer, { companyName: 'A' })
      await unit.flush()
      await unit.link('about', { plugin: 'shop', type: 'Customer', id: customer.id }, end)
      await unit.link('about', { plugin: 'shop', type: 'Customer', id: customer.id }, end)
      return { plugin: 'shop', type: 'Customer', id: customer.id }
    })
  const from = await link(db.first, to)
  await expect(link(db.second, to)).rejects.toMatchObject({ kind: 'not-found', code: 'link_end_missing' })
  await expect(link(db.first, { ...to, type: 'Nothing' })).rejects.toMatchObject({ code: 'link_end_missing' })
  expect(await db.count('platform.integration_mappings')).toBe(1)
  await shop.as(db.second).write((unit) => unit.unlink('about', from, to))
  expect(await db.count('platform.integration_mappings')).toBe(1)
  await shop.as(db.first).write((unit) => unit.unlink('about', from, to))
  expect(await db.count('platform.integration_mappings')).toBe(0)
})
