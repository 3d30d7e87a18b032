import { sql as raw } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ConnectionPool } from '../statements/connection-pool.ts'
import { settingsStatement } from '../statements/settings.ts'
import { createShopDatabase, Customer, Note, silent, Ticket, type ShopDatabase } from './_database.ts'

let db: ShopDatabase

beforeAll(async () => {
  db = await createShopDatabase()
})
afterAll(() => db?.close())
beforeEach(async () => {
  await db.admin.query('truncate shop.customers, shop.notes, help_desk.tickets')
})

async function customerOf(organizationId: string, companyName: string): Promise<string> {
  const { rows } = await db.admin.query(
    'insert into shop.customers (organization_id, company_name) values ($1, $2) returning id',
    [organizationId, companyName],
  )
  return rows[0].id
}

describe.each([
  ['named statements', false],
  ['PgBouncer mode', true],
])('%s', (_name, pooled) => {
  test('rows of another organization are out of reach of read, write and command', async () => {
    const shop = db.open({ pooled })
    const foreign = await customerOf(db.second, 'Foreign')
    const own = shop.as(db.first)
    expect(await own.read((sql) => sql.selectFrom('customers').selectAll())).toEqual([])
    expect(
      await own.readFirst((sql) =>
        sql.selectFrom('customers').select((eb) => eb.fn.countAll<bigint>().as('n')),
      ),
    ).toEqual({ n: 0n })
    expect(await own.write((unit) => unit.find(Customer, {}))).toEqual([])
    expect(await own.write((unit) => unit.findOne(Customer, foreign))).toBeNull()
    expect(
      await own.write((unit) =>
        unit.execute((sql) => sql.updateTable('customers').set({ companyName: 'taken' }).returning('id')),
      ),
    ).toEqual([])
    expect(
      await own.command((sql) => sql.updateTable('customers').set({ companyName: 'taken' }).returning('id')),
    ).toEqual([])
    expect(
      await own.command((sql) => sql.deleteFrom('customers').where('id', '=', foreign).returning('id')),
    ).toEqual([])
    const planted = own.command((sql) =>
      sql.insertInto('customers').values({ companyName: 'Planted', organizationId: db.second }),
    )
    await expect(planted).rejects.toMatchObject({ code: 'isolation_violated' })
    const moved = own.write(async (unit) => {
      const mine = unit.create(Customer, { companyName: 'Mine' })
      await unit.flush()
      mine.organizationId = db.second
    })
    await expect(moved).rejects.toMatchObject({ code: 'isolation_violated' })
    const nested = own.write(async (unit) => {
      await unit.execute((sql) => sql.insertInto('notes').values({ body: 'x', customer: foreign as never }))
    })
    await expect(nested).rejects.toMatchObject({
      code: 'shop.reference_missing',
      fields: [{ field: 'customer' }],
    })
    const { rows } = await db.admin.query('select organization_id, company_name from shop.customers')
    expect(rows).toEqual([{ organization_id: db.second, company_name: 'Foreign' }])
  })

  test('tables of another plugin and of the platform give permission denied', async () => {
    const shop = db.open({ pooled })
    const own = shop.as(db.first)
    const reach = (table: string) =>
      own.read((sql) => sql.selectFrom(raw.table(table).as('t') as never).select(raw`1`.as('one') as never))
    for (const table of ['help_desk.tickets', 'platform.users', 'platform.event_log', 'pgboss.job']) {
      await expect(reach(table), table).rejects.toMatchObject({ code: 'isolation_violated' })
      const writing = own.write((unit) =>
        unit.execute((sql) =>
          sql.selectFrom(raw.table(table).as('t') as never).select(raw`1`.as('one') as never),
        ),
      )
      await expect(writing, table).rejects.toMatchObject({ code: 'isolation_violated' })
    }
  })

  test('a write hidden in a read is refused by the server', async () => {
    const shop = db.open({ pooled })
    const hidden = shop.as(db.first).read((sql) =>
      sql
        .with('w', (cte) => cte.insertInto('customers').values({ companyName: 'x' }).returning('id'))
        .selectFrom('w')
        .selectAll(),
    )
    await expect(hidden).rejects.toThrow('A read tried to write')
    const open = shop
      .as(db.first)
      .read((sql) => sql.insertInto('customers').values({ companyName: 'x' }).returning('id') as never)
    await expect(open).rejects.toThrow('only select is allowed')
    expect((await db.admin.query('select from shop.customers')).rowCount).toBe(0)
  })
})

test('without an organization nothing is found and nothing can be written', async () => {
  await customerOf(db.first, 'First')
  const nowhere = db.open().as('')
  expect(await nowhere.read((sql) => sql.selectFrom('customers').selectAll())).toEqual([])
  await expect(
    nowhere.command((sql) => sql.insertInto('customers').values({ companyName: 'x' })),
  ).rejects.toMatchObject({ code: 'isolation_violated' })
})

test('the login role itself reads nothing of a plugin', async () => {
  const { access } = db.open()
  await expect(
    access.platform.inOrganization(db.first, 'select * from shop.customers'),
  ).rejects.toMatchObject({ code: '42501' })
})

test.each([1, 2, 4])(
  'after an error the next statement on the connection finds nothing set (%i connections)',
  async (poolSize) => {
    const shop = db.open({ poolSize })
    await customerOf(db.first, 'First')
    await customerOf(db.second, 'Second')
    await db.admin.query(
      'insert into help_desk.tickets (organization_id, subject) values ($1, $2), ($3, $4)',
      [db.first, 'First', db.second, 'Second'],
    )
    let errors = 0
    let foreign = 0
    let right = 0
    const failures = [
      (organization: string) =>
        shop
          .as(organization)
          .read((sql) => sql.selectFrom('customers').select(raw`1 / (score - score)`.as('boom') as never)),
      (organization: string) =>
        shop.as(organization).read((sql) => sql.selectFrom('nowhere' as never).selectAll()),
      (organization: string) =>
        shop
          .as(organization)
          .read((sql) => sql.selectFrom(raw.table('help_desk.tickets').as('t') as never).selectAll()),
      (organization: string) =>
        shop
          .as(organization)
          .read((sql) => sql.selectFrom('customers').selectAll().where('id', '=', 'not-a-uuid')),
      (organization: string) =>
        shop.as(organization).command((sql) => sql.insertInto('customers').values({ companyName: '' })),
      (organization: string) =>
        shop.as(organization).command(
          (sql) => sql.updateTable('customers').set({ score: 1 }).returning('id'),
          () => {
            throw new Error('after')
          },
        ),
      (organization: string) =>
        shop.as(organization).write(async (unit) => {
          unit.create(Customer, { companyName: '' })
        }),
      (organization: string) =>
        shop.as(organization).write(async (unit) => {
          await unit.findOne(Customer, { companyName: 'x' })
          throw new Error('work')
        }),
    ]
    const checks = [
      async (organization: string, name: string) => {
        const rows = await shop
          .as(organization)
          .read((sql) => sql.selectFrom('customers').select('companyName'))
        return rows.map((row) => row.companyName === name)
      },
      async (organization: string, name: string) => {
        const rows = await shop.desk(organization).read((sql) => sql.selectFrom('tickets').select('subject'))
        return rows.map((row) => row.subject === name)
      },
      async (organization: string, name: string) => {
        const rows = await shop.desk(organization).write((unit) => unit.find(Ticket, {}))
        return rows.map((row) => row.subject === name)
      },
      async () => {
        const [row] = await shop.access.platform.inOrganization<{ ok: boolean }>(
          db.first,
          `select current_user = session_user and current_setting('app.organization_id') = $1
           and current_setting('transaction_read_only') = 'off' as ok`,
          [db.first],
        )
        return [row!.ok]
      },
    ]
    await Promise.all(
      Array.from({ length: 8 }, async (_, worker) => {
        let state = worker * 7919 + poolSize
        const next = (limit: number) => {
          state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
          return Math.floor((state / 2_147_483_648) * limit)
        }
        for (let turn = 0; turn < 60; turn++) {
          const [organization, name] = next(2) === 0 ? [db.first, 'First'] : [db.second, 'Second']
          if (next(3) === 0) await failures[next(failures.length)]!(organization).catch(() => errors++)
          for (const matches of await checks[next(checks.length)]!(organization, name)) {
            if (matches) right++
            else foreign++
          }
        }
      }),
    )
    expect(foreign).toBe(0)
    expect(right).toBe(8 * 60)
    expect(errors).toBeGreaterThan(100)
  },
)

test.each([
  ['a statement', []],
  ['an error while parsing', [{ text: 'select from nowhere' }]],
  ['an error while running', [{ text: 'select 1 / (1 - 1)' }]],
  ['a parameter that does not fit', [{ text: 'select $1::uuid', values: ['x'] }]],
])('a connection is left with no setting, no role and no transaction by %s', async (_name, statements) => {
  const pool = new ConnectionPool({ url: db.appUrl, size: 1, log: silent, name: 'wasla-one' })
  const settings = {
    organizationId: db.first,
    actorId: db.second,
    requestId: 'r',
    role: 'wasla_plugin_shop',
    readOnly: true,
  }
  const state = `select current_user = session_user as login, coalesce(current_setting('app.organization_id', true), '') as organization,
    coalesce(current_setting('app.actor_id', true), '') as actor, current_setting('transaction_read_only') as read_only`
  for (let turn = 0; turn < 20; turn++) {
    const [, inside] = await pool.run([settingsStatement(settings, true), { text: state }])
    expect(inside!.rows).toEqual([
      { login: false, organization: db.first, actor: db.second, read_only: 'on' },
    ])
    await pool.run([settingsStatement(settings, true), ...statements]).catch(() => {})
    const [after] = await pool.run([{ text: state }])
    expect(after!.rows).toEqual([{ login: true, organization: '', actor: '', read_only: 'off' }])
  }
  await pool.close()
})

test('a unit of work leaves its connection as bare, committed or not', async () => {
  const shop = db.open({ poolSize: 1 })
  for (const fail of [false, true]) {
    await shop
      .as(db.first)
      .write(async (unit) => {
        await unit.find(Customer, {})
        if (fail) throw new Error('no')
      })
      .catch(() => {})
    const [row] = await shop.access.platform.transaction((query) =>
      query<{ organization: string }>(
        "select coalesce(current_setting('app.organization_id', true), '') as organization",
      ),
    )
    expect(row).toEqual({ organization: '' })
    const { rows } = await db.admin.query(
      "select from pg_stat_activity where datname = current_database() and application_name like 'wasla%' and state <> 'idle'",
    )
    expect(rows).toEqual([])
  }
})

test('rows a note belongs to come from the own organization only', async () => {
  const shop = db.open()
  const mine = await customerOf(db.first, 'Mine')
  const notes = await shop.as(db.first).write(async (unit) => {
    unit.create(Note, { body: 'b', customer: mine })
    await unit.flush()
    return (await unit.find(Note, {}, { populate: ['customer'] as never })).map(
      (note) => note.customer.companyName,
    )
  })
  expect(notes).toEqual(['Mine'])
})
