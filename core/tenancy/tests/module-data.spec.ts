import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@wasla/migrations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Registry } from '../../kernel/registry.ts'
import { exportModuleData } from '../data/export-module-data.ts'
import { previewPurge, purgeModule } from '../data/purge-module.ts'
import { removeModule } from '../data/remove-module.ts'
import { createTenancyDatabase, manifest, type TenancyDatabase } from './_tenancy.ts'

// Foreign keys both ways, a key of two columns, a name that needs quotes, a number beyond 2^53.
const migration = `
create table shop_floor.orders (
  id uuid primary key default uuidv7(), organization_id uuid not null, number bigint not null, first_line_id uuid,
  unique (organization_id, id));
create table shop_floor."order Lines" (
  id uuid primary key default uuidv7(), organization_id uuid not null, order_id uuid not null, text text,
  unique (organization_id, id),
  foreign key (organization_id, order_id) references shop_floor.orders (organization_id, id) on delete restrict);
alter table shop_floor.orders
  add foreign key (organization_id, first_line_id) references shop_floor."order Lines" (organization_id, id);
create table shop_floor.tags (
  organization_id uuid not null, label text not null, position int not null, primary key (organization_id, label, position));
create table shop_floor.countries (code text primary key);
comment on table shop_floor.countries is 'wasla:shared';
`
const moduleId = 'shop-floor'
const shop = manifest(moduleId)
const author = { actorId: '0199aaaa-0000-7000-8000-00000000000a' }

let database: TenancyDatabase
let directory: string
// No manifest and no code on this host: only the database knows the module.
const registry = new Registry()

beforeAll(async () => {
  database = await createTenancyDatabase([])
  directory = await mkdtemp(join(tmpdir(), 'wasla-shop-'))
  await mkdir(join(directory, 'migrations'))
  await writeFile(join(directory, 'migrations', '0001_orders.sql'), migration)
  const report = await migrate({
    adminUrl: database.adminUrl,
    plugins: [
      {
        id: moduleId,
        directory,
        manifest: shop,
        subscribers: [
          { name: 'shop-floor.on-sale', event: 'crm.sale', queue: 'shop-floor.on-sale', version: 1 },
        ],
      },
    ],
  })
  expect(report.failed).toEqual([])
  await rm(directory, { recursive: true })
})
afterAll(() => database.close())

async function fill(lines = 3): Promise<string> {
  const organizationId = await database.createOrganization()
  const { admin } = database
  const other = '0199aaaa-0000-7000-8000-0000000000ff'
  await admin.query(`insert into shop_floor.orders (organization_id, number) values ($1, 9007199254740993)`, [
    organizationId,
  ])
  await admin.query(
    `insert into shop_floor."order Lines" (organization_id, order_id, text)
     select organization_id, id, 'line ' || n from shop_floor.orders, generate_series(1, $2) n where organization_id = $1`,
    [organizationId, lines],
  )
  await admin.query(
    `update shop_floor.orders o set first_line_id = (select id from shop_floor."order Lines" l where l.order_id = o.id limit 1)
     where organization_id = $1`,
    [organizationId],
  )
  await admin.query(`insert into shop_floor.tags values ($1, 'a', 1), ($1, 'a', 2), ($1, 'b', 1)`, [
    organizationId,
  ])
  await admin.query(
    `insert into platform.addresses values ('shop-floor.slug', $2, $1, 'shop-floor'), ('crm.slug', $2, $1, 'crm')`,
    [organizationId, organizationId],
  )
  await admin.query(
    `insert into platform.settings (organization_id, plugin_id, value) values ($1, 'shop-floor', '{"motto":"secret plan"}'), ($1, 'crm', '{}')`,
    [organizationId],
  )
  await admin.query(
    `insert into platform.integration_mappings (organization_id, kind, from_plugin, from_type, from_id, to_plugin, to_type, to_id)
     values ($1, 'about', 'ticketing', 'Ticket', $2, 'shop-floor', 'Order', $2), ($1, 'about', 'ticketing', 'Ticket', $2, 'crm', 'Customer', $2)`,
    [organizationId, other],
  )
  await admin.query(
    `insert into platform.parked_jobs (id, organization_id, module_id, queue, payload) values (uuidv7(), $1, 'shop-floor', 'q', '{}')`,
    [organizationId],
  )
  await admin.query(
    `insert into platform.subscriber_effects (subscriber, event_id, organization_id)
    values ('shop-floor.on-sale', uuidv7(), $1), ('shop-floor-2.on-sale', uuidv7(), $1)`,
    [organizationId],
  )
  for (const state of ['created', 'active']) {
    await admin.query(
      `insert into pgboss.job (name, data, group_id, state) values ('shop-floor.on-sale', '{"email":"a@b"}', $1, $2::pgboss.job_state)`,
      [organizationId, state],
    )
  }
  return organizationId
}

const dependencies = () => ({ platform: database.platform, registry })

async function exported(organizationId: string): Promise<string[]> {
  let text = ''
  for await (const lines of await exportModuleData(dependencies(), { organizationId, moduleId }))
    text += lines
  return text.trimEnd().split('\n')
}

const rowsPurged = {
  orders: 1,
  'order Lines': 3,
  tags: 3,
  'platform.addresses': 1,
  'platform.settings': 1,
  'platform.integration_mappings': 1,
  'platform.parked_jobs': 1,
  'platform.subscriber_effects': 1,
  'platform.singleton_leases': 0,
  'platform.schedule_runs': 0,
  'platform.received_messages': 0,
  'pgboss.job': 1,
}

describe('export', () => {
  test('holds every row of the organization and nothing of another, numbers unharmed, and says how many', async () => {
    const organizationId = await fill(2_500)
    await fill()
    const lines = await exported(organizationId)
    expect(JSON.parse(lines[0]!)).toMatchObject({
      export: { organization: organizationId, module: moduleId },
    })
    expect(JSON.parse(lines.at(-1)!)).toEqual({
      end: {
        rows: {
          orders: 1,
          'order Lines': 2_500,
          tags: 3,
          'platform.addresses': 1,
          'platform.settings': 1,
          'platform.integration_mappings': 1,
        },
      },
    })
    expect(lines).toHaveLength(2 + 1 + 2_500 + 3 + 3)
    expect(lines.find((line) => line.startsWith('{"table":"orders"'))).toContain('"number": 9007199254740993')
    const ids = lines
      .filter((line) => line.startsWith('{"table":"order Lines"'))
      .map((line) => JSON.parse(line).row.id)
    expect(new Set(ids).size).toBe(2_500)
    expect(lines.slice(1, -1).every((line) => JSON.parse(line).row.organization_id === organizationId)).toBe(
      true,
    )
  })

  test('is refused while the module is on, and for a module nobody knows', async () => {
    const organizationId = await fill()
    await database.toggle(organizationId, moduleId, true)
    await expect(exportModuleData(dependencies(), { organizationId, moduleId })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'module_active',
    })
    await expect(
      exportModuleData(dependencies(), { organizationId, moduleId: 'platform' }),
    ).rejects.toMatchObject({ code: 'module_unknown' })
    await expect(
      exportModuleData(dependencies(), { organizationId, moduleId: 'pg_catalog' }),
    ).rejects.toMatchObject({ code: 'module_unknown' })
  })
})

describe('purge', () => {
  test('deletes what the preview counted, nothing of another organization or module, and empties the trail', async () => {
    const [organizationId, other] = [await fill(), await fill()]
    await database.admin.query(`insert into shop_floor.countries values ('DE') on conflict do nothing`)
    const preview = await previewPurge(dependencies(), { organizationId, moduleId })
    expect(preview.rows).toEqual(rowsPurged)
    const { rows } = await purgeModule(dependencies(), {
      organizationId,
      moduleId,
      confirmation: preview.confirmation,
      author,
    })
    expect(rows).toEqual(rowsPurged)

    const after = await previewPurge(dependencies(), { organizationId, moduleId })
    expect(Object.values(after.rows).every((count) => count === 0)).toBe(true)
    expect((await previewPurge(dependencies(), { organizationId: other, moduleId })).rows).toEqual(rowsPurged)
    const { rows: kept } = await database.admin.query(
      `select (select count(*)::int from platform.addresses where organization_id = $1) as addresses,
         (select count(*)::int from platform.settings where organization_id = $1) as settings,
         (select count(*)::int from platform.integration_mappings where organization_id = $1) as links,
         (select count(*)::int from platform.subscriber_effects where organization_id = $1) as effects,
         (select count(*)::int from shop_floor.countries) as countries`,
      [organizationId],
    )
    expect(kept[0]).toEqual({ addresses: 1, settings: 1, links: 1, effects: 1, countries: 1 })

    const { rows: trail } = await database.admin.query(
      `select l.plugin_id, count(*)::int as entries, count(coalesce(l.before, l.after))::int as values,
         count(*) filter (where l.actor_id = $2)::int as purged
       from platform.audit_log l
       where l.organization_id = $1 and l.table_name not like '%organizations' group by 1 order by 1`,
      [organizationId, author.actorId],
    )
    expect(trail).toEqual([
      { plugin_id: 'platform', entries: 3, values: 1, purged: 1 },
      { plugin_id: 'shop-floor', entries: 15, values: 0, purged: 7 },
    ])
  })

  test('deletes nothing when there is more to delete than was confirmed, and shows the new preview', async () => {
    const organizationId = await fill()
    const { confirmation } = await previewPurge(dependencies(), { organizationId, moduleId })
    await database.admin.query(`insert into shop_floor.tags values ($1, 'late', 1)`, [organizationId])
    await expect(
      purgeModule(dependencies(), { organizationId, moduleId, confirmation, author }),
    ).rejects.toMatchObject({
      code: 'purge_changed',
      extra: { rows: { ...rowsPurged, tags: 4 }, confirmation: expect.any(String) },
    })
    expect((await previewPurge(dependencies(), { organizationId, moduleId })).rows).toEqual({
      ...rowsPurged,
      tags: 4,
    })
  })

  test('a confirmation of one organization is none for another', async () => {
    const [one, two] = [await fill(), await fill()]
    const { confirmation } = await previewPurge(dependencies(), { organizationId: one, moduleId })
    await expect(
      purgeModule(dependencies(), { organizationId: two, moduleId, confirmation, author }),
    ).rejects.toMatchObject({ code: 'purge_changed' })
  })

  test('is refused while the module is on', async () => {
    const organizationId = await fill()
    const { confirmation } = await previewPurge(dependencies(), { organizationId, moduleId })
    await database.toggle(organizationId, moduleId, true)
    await expect(
      purgeModule(dependencies(), { organizationId, moduleId, confirmation, author }),
    ).rejects.toMatchObject({ code: 'module_active' })
    expect(
      await database.admin.query('select from shop_floor.orders where organization_id = $1', [
        organizationId,
      ]),
    ).toHaveProperty('rowCount', 1)
  })

  test('waits for hosts that may still serve it', async () => {
    const organizationId = await fill()
    await database.toggle(organizationId, moduleId, false)
    await database.admin.query(
      `insert into platform.hosts (name, role, lease_until, applied_version) values ('slow', 'web', now() + interval '300 milliseconds', 0)`,
    )
    await previewPurge(dependencies(), { organizationId, moduleId })
    const { rows } = await database.admin.query(
      `select lease_until <= clock_timestamp() as over from platform.hosts where name = 'slow'`,
    )
    expect(rows).toEqual([{ over: true }])
  })
})

describe('remove', () => {
  test('is refused while an organization has it on or holds rows; then schema, role and registries are gone', async () => {
    await database.admin.query('update platform.organization_modules set active = false')
    const { rows: organizations } = await database.admin.query('select id from platform.organizations')
    const organizationId = organizations[0].id
    await database.toggle(organizationId, moduleId, true)
    await expect(removeModule(database.adminUrl, moduleId)).rejects.toMatchObject({ code: 'module_active' })
    await database.toggle(organizationId, moduleId, false)
    await expect(removeModule(database.adminUrl, moduleId)).rejects.toMatchObject({
      code: 'module_not_purged',
      extra: { tables: ['shop_floor."order Lines"', 'shop_floor.orders', 'shop_floor.tags'] },
    })
    for (const { id } of organizations) {
      const { confirmation } = await previewPurge(dependencies(), { organizationId: id, moduleId })
      await purgeModule(dependencies(), { organizationId: id, moduleId, confirmation, author })
    }
    const { roleDropped } = await removeModule(database.adminUrl, moduleId)
    const { rows } = await database.admin.query(
      `select to_regnamespace('shop_floor') as schema, to_regrole('wasla_plugin_shop_floor') as role,
         (select count(*)::int from platform.event_subscribers) as subscribers,
         (select count(*)::int from platform.job_queues) as queues,
         (select count(*)::int from pgboss.queue where name like 'shop-floor%') as boss,
         (select count(*)::int from platform.migrations where plugin_id = 'shop-floor') as migrations,
         (select count(*)::int from platform.organization_modules) as toggles,
         (select removed_at is not null from platform.modules where id = 'shop-floor') as removed`,
    )
    expect(rows[0]).toMatchObject({
      schema: null,
      subscribers: 0,
      queues: 0,
      boss: 0,
      migrations: 0,
      toggles: 0,
      removed: true,
    })
    expect(rows[0].role === null).toBe(roleDropped)
    await expect(removeModule(database.adminUrl, moduleId)).rejects.toMatchObject({ code: 'module_unknown' })
  })
})
