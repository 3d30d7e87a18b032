import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bootstrap, migrate } from '../index.ts'
import { connected, query, sharedCluster } from './_cluster.ts'
import type { SharedCluster } from './_cluster.ts'
import { customersTable, removePlugins, writeMigration, writePlugin } from './_plugin.ts'

let cluster: SharedCluster

beforeAll(() => {
  cluster = sharedCluster()
})

afterAll(async () => {
  await cluster.stop()
  await removePlugins()
})

async function freshDatabase(created = cluster.createMigrated()) {
  const adminUrl = await created
  return { adminUrl, ...(await bootstrap({ adminUrl })) }
}

describe('migrate', () => {
  test('builds an empty database in one go, platform first, and finds nothing to do the second time', async () => {
    const { adminUrl, appUrl } = await freshDatabase(cluster.createDatabase())
    const plugins = [await writePlugin('crm', { '0001_customers.sql': customersTable })]
    const first = await migrate({ adminUrl, plugins })
    expect(first.failed).toEqual([])
    expect(first.applied[0]).toMatchObject({ plugin: 'platform', file: '0001_organizations-and-users.sql' })
    expect(first.applied.at(-1)).toMatchObject({ plugin: 'crm', file: '0001_customers.sql' })

    const second = await migrate({ adminUrl, plugins })
    expect(second).toMatchObject({ applied: [], failed: [] })
    // 100 ms is the aim on a quiet machine; this only catches a start that migrates again.
    expect(second.milliseconds).toBeLessThan(first.milliseconds / 4)
    expect(await query(appUrl, 'select id, version, sdk, manifest from platform.modules')).toEqual([
      { id: 'crm', version: '1.0.0', sdk: 1, manifest: { id: 'crm', version: '1.0.0', sdk: 1 } },
    ])
  })

  test('a dry run lists what would run and changes nothing', async () => {
    const { adminUrl } = await freshDatabase(cluster.createDatabase())
    const plugins = [await writePlugin('crm', { '0001_customers.sql': customersTable })]
    const report = await migrate({ adminUrl, plugins, dryRun: true })
    expect(report.applied).toEqual([])
    expect(report.pending.at(0)).toEqual({ plugin: 'platform', file: '0001_organizations-and-users.sql' })
    expect(report.pending.at(-1)).toEqual({ plugin: 'crm', file: '0001_customers.sql' })
    expect(await query(adminUrl, `select from pg_namespace where nspname in ('platform', 'crm')`)).toEqual([])
  })

  test('a failing plugin is named with file, line and reason, and the others are migrated', async () => {
    const { adminUrl } = await freshDatabase()
    const broken = await writePlugin('broken', {
      '0001_first.sql': 'create table things (id uuid primary key, organization_id uuid);',
      '0002_second.sql':
        '-- a remark\n\nalter table things add column size int;\n\nalter table\n  thongs add column x int;\n',
      '0003_third.sql': 'alter table things add column weight int;',
    })
    const crm = await writePlugin('crm', { '0001_customers.sql': customersTable })
    const report = await migrate({ adminUrl, plugins: [broken, crm] })
    expect(report.failed).toEqual([
      {
        plugin: 'broken',
        code: 'migration_failed',
        file: '0002_second.sql',
        line: 5,
        message: '0002_second.sql:5 of broken could not be applied: relation "thongs" does not exist',
      },
    ])
    expect(report.applied.at(-1)).toMatchObject({ plugin: 'crm' })
    // The failed file left nothing behind, the one before it stands.
    const columns = await query(
      adminUrl,
      `select column_name from information_schema.columns
      where table_schema = 'broken' and column_name in ('size', 'weight', 'id')`,
    )
    expect(columns).toEqual([{ column_name: 'id' }])

    await writeMigration(broken, '0002_second.sql', 'alter table things add column size int;')
    const resumed = await migrate({ adminUrl, plugins: [broken, crm] })
    expect(resumed.failed).toEqual([])
    expect(resumed.applied.map(({ file }) => file)).toEqual(['0002_second.sql', '0003_third.sql'])
  })

  test('a file that is no SQL is named with its line', async () => {
    const { adminUrl } = await freshDatabase()
    const broken = await writePlugin('broken', { '0001_first.sql': '-- fine\ncreate tabel x (id uuid);' })
    const { failed } = await migrate({ adminUrl, plugins: [broken] })
    expect(failed).toMatchObject([
      { plugin: 'broken', file: '0001_first.sql', line: 2, code: 'migration_syntax_error' },
    ])
  })

  test('a migration that breaks a rule is refused before it runs', async () => {
    const { adminUrl } = await freshDatabase()
    const plugin = await writePlugin('notes', {
      '0001_notes.sql': 'create table notes (id uuid primary key, organization_id uuid);',
      '0002_fill.sql': '\ninsert into notes (id) values (uuidv7());',
    })
    const { failed, applied } = await migrate({ adminUrl, plugins: [plugin] })
    expect(failed).toMatchObject([{ plugin: 'notes', code: 'dml_as_owner', file: '0002_fill.sql', line: 2 }])
    expect(applied.filter((file) => file.plugin === 'notes')).toEqual([])
  })

  test('a table without organization_id is refused with what to do', async () => {
    const { adminUrl } = await freshDatabase()
    const plugin = await writePlugin('notes', {
      '0001_notes.sql': 'create table notes (id uuid primary key);',
    })
    const { failed } = await migrate({ adminUrl, plugins: [plugin] })
    expect(failed[0]?.message).toContain('organization_id')
    expect(await query(adminUrl, `select from pg_tables where schemaname = 'notes'`)).toEqual([])
  })

  test('an applied file that was edited is an error that names it', async () => {
    const { adminUrl } = await freshDatabase()
    const crm = await writePlugin('crm', { '0001_customers.sql': customersTable })
    await migrate({ adminUrl, plugins: [crm] })
    await writeMigration(crm, '0001_customers.sql', `${customersTable}\n-- edited`)
    const { failed } = await migrate({ adminUrl, plugins: [crm] })
    expect(failed).toMatchObject([{ plugin: 'crm', file: '0001_customers.sql', code: 'migration_edited' }])
    // Other line ends are no edit.
    await writeMigration(crm, '0001_customers.sql', customersTable.replaceAll('\n', '\r\n'))
    expect((await migrate({ adminUrl, plugins: [crm] })).failed).toEqual([])
  })

  test('two hosts at once: one migrates, also with CREATE INDEX CONCURRENTLY, the other finds it done', async () => {
    const adminUrl = await cluster.createDatabase()
    const crm = await writePlugin('crm', {
      '0001_customers.sql': customersTable,
      '0002_email-index.sql': `-- wasla:no-transaction
        create index concurrently customers_email_idx on customers (organization_id, email);
        create index concurrently customers_name_idx on customers (organization_id, name);`,
    })
    const host = async () => {
      await bootstrap({ adminUrl })
      return migrate({ adminUrl, plugins: [crm] })
    }
    const reports = await Promise.all([host(), host(), host()])
    expect(reports.flatMap(({ failed }) => failed)).toEqual([])
    expect(reports.filter(({ applied }) => applied.length > 0)).toHaveLength(1)
    expect(reports.flatMap(({ applied }) => applied).at(-1)).toMatchObject({ file: '0002_email-index.sql' })
  })

  test('a concurrent index that was interrupted is built again', async () => {
    const { adminUrl } = await freshDatabase()
    const table = `create table readings (id uuid primary key default uuidv7(), organization_id uuid, sensor text);`
    const plugin = await writePlugin('readings', { '0001_readings.sql': table })
    await migrate({ adminUrl, plugins: [plugin] })
    await query(adminUrl, `insert into readings.readings (organization_id, sensor) values (uuidv7(), 'a')`)
    const index = `-- wasla:no-transaction
      create index concurrently if not exists readings_ratio_idx on readings (organization_id, (1 / length(sensor)));`
    await query(adminUrl, `update readings.readings set sensor = ''`)
    await writeMigration(plugin, '0002_index.sql', index)
    expect((await migrate({ adminUrl, plugins: [plugin] })).failed[0]?.message).toContain('division by zero')
    await query(adminUrl, `update readings.readings set sensor = 'a'`)
    expect((await migrate({ adminUrl, plugins: [plugin] })).failed).toEqual([])
    expect(
      await query(
        adminUrl,
        `select indisvalid from pg_index where indexrelid = 'readings.readings_ratio_idx'::regclass`,
      ),
    ).toEqual([{ indisvalid: true }])
  })

  test('a plugin whose id has a hyphen gets a schema and a role with an underscore', async () => {
    const { adminUrl } = await freshDatabase()
    const plugin = await writePlugin('link-in-bio', {
      '0001_pages.sql': 'create table pages (id uuid primary key default uuidv7(), organization_id uuid);',
    })
    expect((await migrate({ adminUrl, plugins: [plugin] })).failed).toEqual([])
    expect(
      await query(
        adminUrl,
        `select has_table_privilege('wasla_plugin_link_in_bio', 'link_in_bio.pages', 'insert') as granted`,
      ),
    ).toEqual([{ granted: true }])
  })

  test('a queue that exists follows what its plugin declares anew', async () => {
    const { adminUrl } = await freshDatabase()
    const withOptions = (options: Record<string, unknown>) => [{ queue: 'ticketing.close', options }]
    const plugin = await writePlugin(
      'ticketing',
      {},
      { queues: withOptions({ policy: 'standard', heartbeatSeconds: 15 }) },
    )
    const stored = () => query(adminUrl, 'select policy, heartbeat_seconds from pgboss.queue')
    expect((await migrate({ adminUrl, plugins: [plugin] })).failed).toEqual([])
    expect(await stored()).toEqual([{ policy: 'standard', heartbeat_seconds: 15 }])
    const changed = { ...plugin, queues: withOptions({ policy: 'short', heartbeatSeconds: 30 }) }
    expect((await migrate({ adminUrl, plugins: [changed] })).failed).toEqual([])
    expect(await stored()).toEqual([{ policy: 'short', heartbeat_seconds: 30 }])
  })

  test('subscribers and queues stand in the registry and in pg-boss, and leave the registry when they go', async () => {
    const { adminUrl } = await freshDatabase()
    const subscriber = {
      name: 'ticketing.greet',
      event: 'crm.customer.created',
      queue: 'ticketing.greet',
      version: 1,
    }
    const plugin = await writePlugin(
      'ticketing',
      {},
      {
        subscribers: [subscriber],
        queues: [{ queue: 'ticketing.close', options: { retryLimit: 7, deadLetter: 'ticketing.dead' } }],
      },
    )
    expect((await migrate({ adminUrl, plugins: [plugin] })).failed).toEqual([])
    expect(
      await query(adminUrl, 'select name, event, queue, version, plugin_id from platform.event_subscribers'),
    ).toEqual([{ ...subscriber, plugin_id: 'ticketing' }])
    const queues = 'select name, retry_limit from pgboss.queue order by name'
    expect(await query(adminUrl, queues)).toEqual([
      { name: 'ticketing.close', retry_limit: 7 },
      { name: 'ticketing.dead', retry_limit: 2 },
      { name: 'ticketing.greet', retry_limit: 2 },
    ])

    const second = await migrate({
      adminUrl,
      plugins: [
        { ...plugin, subscribers: [], queues: [{ queue: 'ticketing.close', options: { retryLimit: 9 } }] },
      ],
    })
    expect(second.failed).toEqual([])
    expect(await query(adminUrl, 'select queue from platform.job_queues')).toEqual([
      { queue: 'ticketing.close' },
    ])
    expect(await query(adminUrl, 'select from platform.event_subscribers')).toEqual([])
    expect((await query(adminUrl, queues))[0]).toEqual({ name: 'ticketing.close', retry_limit: 9 })

    // Unknown declarations, as of a plugin whose code is missing, change nothing.
    await migrate({ adminUrl, plugins: [{ ...plugin, subscribers: undefined, queues: undefined }] })
    expect(await query(adminUrl, 'select queue from platform.job_queues')).toHaveLength(1)
  })

  test('a table created by hand or by an older platform is protected with the next migration', async () => {
    const { adminUrl } = await freshDatabase()
    const plugin = await writePlugin('crm', { '0001_customers.sql': customersTable })
    await migrate({ adminUrl, plugins: [plugin] })
    await connected(adminUrl, (client) =>
      client.query(`alter table crm.customers disable row level security;
      drop policy tenant on crm.customers; drop trigger audit_delete on crm.customers`),
    )
    await writeMigration(plugin, '0002_notes.sql', 'alter table customers add column notes text;')
    await migrate({ adminUrl, plugins: [plugin] })
    expect(
      await query(
        adminUrl,
        `select relrowsecurity, (select count(*)::int from pg_policy where polrelid = c.oid) as policies,
      (select count(*)::int from pg_trigger where tgrelid = c.oid and tgname like 'audit%') as triggers
      from pg_class c where oid = 'crm.customers'::regclass`,
      ),
    ).toEqual([{ relrowsecurity: true, policies: 2, triggers: 3 }])
  })
})
