import { readFile } from 'node:fs/promises'
import { customerCreated, customerDirectory } from '@wasla/plugin-crm/contract'
import {
  contribute,
  decodeCursor,
  defineEntity,
  defineEvent,
  defineExtensionPoint,
  defineHookPoint,
  defineJob,
  definePlugin,
  defineRoutes,
  defineSchedule,
  defineSubscriber,
  manifestJsonSchema,
  manifestSchema,
  onHook,
  privateService,
  publicService,
  service,
  type OrganizationContext,
} from '@wasla/sdk'
import { expect, test } from 'vitest'
import { z } from 'zod'

test('plugin.schema.json is what the manifest’s schema says', async () => {
  const published = await readFile(new URL('../sdk/plugin.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(manifestJsonSchema())))
})

test.each(['crm', 'ticketing'])('the manifest of %s is complete, in both languages', async (id) => {
  const text = await readFile(new URL(`../plugins/${id}/plugin.json`, import.meta.url), 'utf8')
  const manifest = manifestSchema.parse(JSON.parse(text))
  expect(manifest.id).toBe(id)
  for (const { title } of manifest.permissions) expect(title.ar).not.toBe(title.en)
  expect(manifest.name.ar).toMatch(/\p{Script=Arabic}/u)
})

const Thing = defineEntity({
  name: 'Thing',
  tableName: 'things',
  properties: (p) => ({ size: p.integer(), title: p.text() }),
})
const grown = defineEvent({ name: 'a.thing.grown', version: 1, payload: z.strictObject({ size: z.int() }) })
const measure = defineJob({
  name: 'a.measure',
  payload: z.strictObject({ size: z.int() }),
  run: async () => {},
})
const colors = defineExtensionPoint<{ key: string }>('a.colors')
const beforeShrink = defineHookPoint('a.before-shrink', z.strictObject({ size: z.int() }))
const ruler = privateService<{ length: number }>('a.ruler')

/** The checks compile this: a line that is no error any more fails them. Nothing of it is run. */
export function mistakes(ctx: OrganizationContext<readonly [typeof Thing]>) {
  // @ts-expect-error a section is misspelt
  definePlugin({ entites: [Thing] })
  // @ts-expect-error an event stands among the jobs
  definePlugin({ jobs: [grown] })
  // @ts-expect-error a setting has no schema
  definePlugin({ settings: { limit: 1 } })
  defineEntity({
    name: 'A',
    tableName: 'a',
    properties: (p) => ({ size: p.integer() }),
    // @ts-expect-error an index names no column
    indexes: [['length']],
  })
  // @ts-expect-error the payload has no such key
  defineSubscriber({ name: 'a.b', event: customerCreated, handle: async (_ctx, { payload }) => payload.size })
  // @ts-expect-error a schedule gives its job another payload
  defineSchedule({ name: 'a.nightly', job: measure, cron: '0 3 * * *', payload: { width: 1 } })
  // @ts-expect-error a contribution is of another type than the point takes
  contribute(colors, { name: 'red' })
  // @ts-expect-error a hook is asked about something else
  onHook(beforeShrink, async (_ctx, { payload }) => void payload.width)
  // @ts-expect-error a private service is made as something else
  service(ruler, () => ({ width: 1 }))
  // @ts-expect-error methods of a public service take the context first and answer later
  publicService<{ size(): number }>('a.sizes')
  defineRoutes((app) => {
    // @ts-expect-error a permission that no module declares
    app.get('/', { config: { permission: 'crm.custommers.read' } }, () => 'x')
    const response = { 200: z.object({ size: z.number() }) }
    // @ts-expect-error the handler answers something else than its schema says
    app.get('/', { config: { member: true }, schema: { response } }, () => ({ width: 1 }))
  })
  // @ts-expect-error a permission that no module declares
  ctx.authorize('crm.customers.delete')
  // @ts-expect-error an expected version is a number
  void ctx.db.write((unit) => unit.findOne(Thing, { id: '' }, { version: '1' }))
  // @ts-expect-error a cursor is read by the schemas of its columns
  decodeCursor('', 2)
  // @ts-expect-error another module's table
  void ctx.db.read((sql) => sql.selectFrom('customers').selectAll())
  // @ts-expect-error a column that the entity has not
  void ctx.db.read((sql) => sql.selectFrom('things').select('width'))
  // @ts-expect-error an event without what its payload needs
  void ctx.db.write(async (unit) => unit.emit(grown, {}))
  // @ts-expect-error a method that the other module does not offer
  void ctx.use(customerDirectory).everyone()
}
