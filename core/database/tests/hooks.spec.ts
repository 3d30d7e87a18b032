import {
  defineEvent,
  defineHookPoint,
  onHook,
  type HookDefinition,
  type QueryBuilder,
  type SystemContext,
} from '@wasla/sdk'
import { sql as raw } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import {
  createShopDatabase,
  Customer,
  scope,
  Ticket,
  type ShopDatabase,
  type ShopEntities,
} from './_database.ts'

let db: ShopDatabase

beforeAll(async () => {
  db = await createShopDatabase()
})
afterAll(() => db?.close())
beforeEach(() => db.clear())

const beforeDelete = defineHookPoint('shop.before-delete', z.object({ customerId: z.uuid() }))

function withHooks(definition: HookDefinition, plugin = 'help-desk') {
  const access = db.open({
    poolSize: 2,
    hooks: (point, { organizationId }) => {
      const context = () =>
        ({
          organizationId,
          db: access.access.database(scope(organizationId, plugin)),
        }) as unknown as SystemContext
      return definition.point.name === point ? [{ plugin, definition, context }] : []
    },
  })
  const remove = (swallow = false) =>
    access.as(db.first).write(async (unit) => {
      const roleNow = async () =>
        (await unit.execute((sql) => sql.selectNoFrom(raw<string>`current_user::text`.as('role'))))[0]!.role
      const customer = unit.create(Customer, { companyName: 'A' })
      await unit.flush()
      customer.score = 7
      const asked = unit.runHooks(beforeDelete, { customerId: customer.id })
      await (swallow ? asked.catch(() => {}) : asked)
      return roleNow()
    })
  return { remove, ...access }
}

test('a hook works in the same transaction, as its own plugin, after a flush', async () => {
  const seen: unknown[] = []
  const ticketOpened = defineEvent({ name: 'help-desk.ticket.opened', version: 1, payload: z.object({}) })
  const { remove } = withHooks(
    onHook(beforeDelete, async (_ctx, { unit, payload }) => {
      seen.push(
        payload,
        (
          await unit.execute((sql) => sql.selectNoFrom(raw<string>`current_user::text`.as('role')) as never)
        )[0],
      )
      await expect(
        unit.execute((sql) =>
          (sql as never as { selectFrom(t: unknown): { selectAll(): never } })
            .selectFrom(raw.table('help_desk.tickets').as('t'))
            .selectAll(),
        ),
      ).resolves.toEqual([])
      unit.create(Ticket, { subject: 'deleted' } as never)
      unit.emit(ticketOpened, {})
    }),
  )
  expect(await remove()).toBe('wasla_plugin_shop')
  expect(seen).toEqual([{ customerId: expect.any(String) }, { role: 'wasla_plugin_help_desk' }])
  expect(await db.count('help_desk.tickets')).toBe(1)
  expect((await db.admin.query('select score, version from shop.customers')).rows).toEqual([
    { score: 7, version: 2 },
  ])
  expect((await db.admin.query('select plugin_id, name from platform.event_log')).rows).toEqual([
    { plugin_id: 'help-desk', name: 'help-desk.ticket.opened' },
  ])
})

test('a hook finds what its caller changed so far already written', async () => {
  let scores: unknown
  const hook = onHook(beforeDelete, async (_ctx, { unit }) => {
    scores = await unit.execute((sql) =>
      (sql as unknown as QueryBuilder<ShopEntities>).selectFrom('customers').select('score'),
    )
  })
  await withHooks(hook, 'shop').remove()
  expect(scores).toEqual([{ score: 7 }])
})

test('a hook cannot reach the tables of the plugin it hooks into', async () => {
  const { remove } = withHooks(
    onHook(beforeDelete, async (_ctx, { unit }) => {
      await unit.execute((sql) =>
        (sql as never as { selectFrom(t: unknown): { selectAll(): never } })
          .selectFrom(raw.table('shop.customers').as('t'))
          .selectAll(),
      )
    }),
  )
  await expect(remove()).rejects.toMatchObject({ code: 'isolation_violated' })
  expect(await db.count('shop.customers')).toBe(0)
})

test.each([false, true])(
  'a veto undoes the whole unit of work, also when it is swallowed (%s)',
  async (swallow) => {
    const { remove } = withHooks(
      onHook(beforeDelete, async (_ctx, call) => {
        call.unit.create(Ticket, { subject: 'x' } as never)
        call.veto('help-desk.has_open_tickets', 'The customer has open tickets.')
      }),
    )
    await expect(remove(swallow)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'help-desk.has_open_tickets',
    })
    expect((await db.count('shop.customers')) + (await db.count('help_desk.tickets'))).toBe(0)
  },
)

test('a hook that fails leaves nothing behind; its caller may go on without it', async () => {
  const { remove } = withHooks(
    onHook(beforeDelete, async (_ctx, { unit }) => {
      unit.create(Ticket, { subject: 'half' } as never)
      await unit.flush()
      await unit.execute(
        (sql) => sql.insertInto('tickets' as never).values({ subject: null } as never) as never,
      )
    }),
  )
  await expect(remove()).rejects.toMatchObject({ code: 'help-desk.required' })
  expect(await remove(true)).toBe('wasla_plugin_shop')
  expect(await db.count('help_desk.tickets')).toBe(0)
  expect(await db.count('shop.customers')).toBe(1)
})

test('a hook may not write on its own', async () => {
  const { remove } = withHooks(
    onHook(beforeDelete, async (ctx) => {
      await ctx.db.write(async () => {})
    }),
  )
  await expect(remove()).rejects.toMatchObject({ code: 'nested_write' })
})

test.each([
  ['waits in JavaScript', false],
  ['waits in JavaScript', true],
  ['waits in the database', false],
  ['waits in the database', true],
])('a hook that %s beyond its limit aborts everything (swallowed: %s)', async (where, swallow) => {
  let later: Promise<unknown> | undefined
  const { remove, as } = withHooks(
    onHook(
      beforeDelete,
      async (_ctx, { unit }) => {
        if (where.endsWith('database'))
          await unit.execute((sql) => sql.selectNoFrom(raw`pg_sleep(60)`.as('slept')) as never)
        else {
          const { promise, resolve } = Promise.withResolvers<void>()
          setTimeout(resolve, 300)
          await promise
          later = Promise.resolve().then(() =>
            unit.execute(
              (sql) => sql.insertInto('tickets' as never).values({ subject: 'late' } as never) as never,
            ),
          )
          await later
        }
      },
      { timeLimit: 100 },
    ),
  )
  const started = Date.now()
  await expect(remove(swallow)).rejects.toMatchObject({ kind: 'unavailable', code: 'hook_timed_out' })
  expect(Date.now() - started).toBeLessThan(30_000)
  // The pool of one transaction has a connection again.
  await as(db.first).write(async (unit) => void unit.create(Customer, { companyName: 'next' }))
  const { promise, resolve } = Promise.withResolvers<void>()
  setTimeout(resolve, 400)
  await promise
  await later?.catch(() => {})
  expect((await db.admin.query('select company_name from shop.customers')).rows).toEqual([
    { company_name: 'next' },
  ])
  expect(await db.count('help_desk.tickets')).toBe(0)
})
