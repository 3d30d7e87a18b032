import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEntity, defineEvent, defineJob, defineSubscriber, type SystemContext } from '@wasla/sdk'
import type { ContextFactory } from '../../contexts/context-factory.ts'
import { createContexts } from '../../contexts/default-contexts.ts'
import { createDataAccess, type PlatformDataAccess } from '../../database/create-data-access.ts'
import { createSignals, type EventSignal } from '../../events/signals.ts'
import { Registry } from '../../kernel/registry.ts'
import { ServiceContainer } from '../../services/service-container.ts'
import { createJobs, type Jobs } from '../create-jobs.ts'
import { listDead } from '../operator.ts'
import {
  createTestPlatform,
  loadTestPlugins,
  scopeOf,
  silent,
  until,
  type TestPlatform,
} from './_platform.ts'

const Customer = defineEntity({
  name: 'Customer',
  tableName: 'customers',
  properties: (p) => ({ name: p.string() }),
})
const Ticket = defineEntity({
  name: 'Ticket',
  tableName: 'tickets',
  properties: (p) => ({ subject: p.string() }),
})

const created = defineEvent({
  name: 'crm.customer.created',
  version: 1,
  payload: z.strictObject({ name: z.string() }),
})
const opened = defineEvent({
  name: 'ticketing.ticket.opened',
  version: 1,
  payload: z.strictObject({ subject: z.string() }),
})
const ping = defineEvent({ name: 'crm.loop.ping', version: 1, payload: z.strictObject({}) })

const count = defineJob({
  name: 'ticketing.count',
  payload: z.strictObject({ subject: z.string() }),
  run: async () => {},
})
const loop = defineSubscriber({
  name: 'crm.loop',
  event: ping,
  retry: { limit: 0 },
  handle: (ctx) => ctx.db.write(async (unit) => unit.emit(ping, {})),
})
const open = defineSubscriber({
  name: 'ticketing.open',
  event: created,
  handle: async (ctx, { payload }) => {
    const subject = `Welcome ${payload.name}`
    await ctx.db.write(async (unit) => {
      unit.create(Ticket, { subject })
      unit.emit(opened, { subject })
      unit.enqueue(count, { subject })
    })
  },
})

const table = (name: string, column: string) => `create table ${name} (
  id uuid primary key default uuidv7(), organization_id uuid not null, version int not null default 1,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now(), ${column} text not null,
  unique (organization_id, id));`
const plugins = {
  crm: { entities: [Customer], events: [created, ping], subscribers: [loop] },
  ticketing: { entities: [Ticket], events: [opened], subscribers: [open], jobs: [count] },
}

let folder: string
let harness: TestPlatform
let data: PlatformDataAccess
let contexts: ContextFactory
let jobs: Jobs
let organization: string
const seen: EventSignal[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wasla-jobs-'))
  for (const [plugin, sql] of [
    ['crm', table('crm.customers', 'name')],
    ['ticketing', table('ticketing.tickets', 'subject')],
  ] as const) {
    await mkdir(join(folder, plugin, 'migrations'), { recursive: true })
    await writeFile(join(folder, plugin, 'migrations', '0001_tables.sql'), sql)
  }
  harness = await createTestPlatform(plugins, folder)
  const registry = new Registry()
  for (const plugin of loadTestPlugins(plugins, folder)) {
    registry.addManifest(plugin.manifest)
    registry.addPlugin(plugin)
  }
  const signals = createSignals()
  signals.on('event', (signal) => seen.push(signal))
  data = createDataAccess({
    url: harness.appUrl,
    poolSize: 20,
    plugins: registry.plugins,
    log: silent,
    onCommit: (unit) => signals.committed(unit),
  })
  contexts = createContexts({
    registry,
    data,
    services: new ServiceContainer({
      plugins: registry.plugins,
      log: () => silent,
      clock: { now: () => new Date() },
    }),
    clock: { now: () => new Date() },
    settings: async () => ({}),
    links: async () => [],
    changes: () => {
      throw new Error('not part of this test')
    },
    enqueue: (scope, job, payload, options) => jobs.enqueue(scope, job, payload, options),
  })
  jobs = createJobs({
    connectionString: harness.appUrl,
    role: 'all',
    platform: data.platform,
    registry,
    gate: harness.gate,
    contexts,
    signals,
    log: silent,
    pollMs: 60_000,
  })
  await jobs.start()
})
afterAll(async () => {
  await jobs?.stop()
  await data?.close()
  await harness?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  organization = await harness.newOrganization()
  seen.length = 0
})

const crm = (): SystemContext => contexts.system('crm', scopeOf(organization))
const idle = () =>
  until(
    async () =>
      (
        await harness.rows(
          `select from pgboss.job where state not in ('completed', 'failed') union all select from platform.unrelayed_events where plugin_id <> 'platform'`,
        )
      ).length === 0,
    'all jobs to be settled',
  )
const subjects = async () =>
  (
    await harness.rows<{ subject: string }>(
      'select subject from ticketing.tickets where organization_id = $1',
      [organization],
    )
  ).map(({ subject }) => subject)

test('a unit of work of one plugin leads to one of another, woken without a poll', async () => {
  await crm().db.write(async (unit) => {
    unit.create(Customer, { name: 'Ada' })
    unit.emit(created, { name: 'Ada' })
  })
  await idle()
  expect(await subjects()).toEqual(['Welcome Ada'])
  const log = await harness.rows<{
    id: string
    name: string
    causation_id: string
    correlation_id: string
    depth: number
    plugin_id: string
  }>(`select * from platform.event_log where organization_id = $1 and plugin_id <> 'platform' order by id`, [
    organization,
  ])
  expect(log.map(({ name, depth, plugin_id }) => [name, depth, plugin_id])).toEqual([
    [created.name, 0, 'crm'],
    [opened.name, 1, 'ticketing'],
  ])
  expect(log[1]!.causation_id).toBe(log[0]!.id)
  expect(log[1]!.correlation_id).toBe(log[0]!.correlation_id)
  expect(seen).toEqual(
    log.map(({ id, name, plugin_id }) => ({ id, name, organizationId: organization, plugin: plugin_id })),
  )
  expect(
    await harness.rows(
      `select state, data -> 'payload' as payload, data ->> 'causationId' as cause from pgboss.job where name = $1 and group_id = $2`,
      [count.name, organization],
    ),
  ).toEqual([{ state: 'completed', payload: { subject: 'Welcome Ada' }, cause: log[0]!.id }])
})

test('a copy of a delivery changes nothing', async () => {
  await crm().db.write(async (unit) => unit.emit(created, { name: 'Twice' }))
  await until(
    async () => (await harness.rows('select from platform.unrelayed_events')).length === 0,
    'the relay',
  )
  await harness.admin.query(
    `insert into pgboss.job (name, data, group_id, policy)
     select name, data, group_id, policy from pgboss.job, generate_series(1, 5) where name = $1 and group_id = $2`,
    [open.name, organization],
  )
  jobs.signal()
  await idle()
  expect(await subjects()).toEqual(['Welcome Twice'])
})

test('a unit of work that fails announces nothing', async () => {
  await expect(
    crm().db.write(async (unit) => {
      unit.create(Customer, { name: 'Nobody' })
      unit.emit(created, { name: 'Nobody' })
      await unit.flush()
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  await idle()
  expect(await subjects()).toEqual([])
  expect(
    await harness.rows(
      `select from platform.event_log where organization_id = $1 and plugin_id <> 'platform'`,
      [organization],
    ),
  ).toEqual([])
  expect(seen).toEqual([])
})

test('a loop of events ends with a dead letter', async () => {
  await crm().db.write(async (unit) => unit.emit(ping, {}))
  await until(
    async () => (await listDead(data.platform, { organizationId: organization })).length === 1,
    'the end of the loop',
  )
  expect(
    await harness.rows(
      `select from platform.event_log where organization_id = $1 and plugin_id <> 'platform'`,
      [organization],
    ),
  ).toHaveLength(17)
})
