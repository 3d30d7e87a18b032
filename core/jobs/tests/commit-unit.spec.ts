import { randomUUID } from 'node:crypto'
import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, defineJob, defineSubscriber } from '@wasla/sdk'
import { commitError } from '../../events/commit-errors.ts'
import { commitUnit } from './_commit-unit.ts'
import { createTestPlatform, type TestPlatform } from './_platform.ts'

const created = defineEvent({
  name: 'crm.customer.created',
  version: 1,
  payload: z.strictObject({ id: z.string() }),
})
const score = defineJob({
  name: 'crm.score',
  payload: z.strictObject({ id: z.string() }),
  retry: { limit: 3, delay: 7 },
  timeLimit: 90,
  run: async () => {},
})
const handle = async (): Promise<void> => {}

let platform: TestPlatform
let organization: string

beforeAll(async () => {
  platform = await createTestPlatform({
    crm: { events: [created], jobs: [score] },
    ticketing: {
      subscribers: [
        defineSubscriber({ name: 'ticketing.first', event: created, handle }),
        defineSubscriber({ name: 'ticketing.second', event: created, retry: { limit: 1, delay: 1 }, handle }),
      ],
    },
  })
})
afterAll(() => platform?.close())
beforeEach(async () => {
  organization = await platform.newOrganization()
  await platform.admin.query('delete from pgboss.job')
})

const event = { name: created.name, version: 1, payload: { id: 'a' } }

test('writes the event and one job per subscriber of the registry, whatever this host has loaded', async () => {
  const correlationId = randomUUID()
  const actorId = randomUUID()
  const { events } = await platform.log({
    organizationId: organization,
    actorId,
    correlationId,
    requestId: 'r-1',
    events: [{ ...event, aggregate: 'customer:a', aggregateVersion: 3 }],
  })
  expect(await platform.rows('select from pgboss.job')).toEqual([])
  expect(await platform.relay()).toEqual(['ticketing.first', 'ticketing.second'])
  expect(await platform.relay()).toEqual([])
  expect(
    await platform.rows(
      'select name, version, payload, aggregate, aggregate_version, actor_id, request_id, depth, causation_id, plugin_id from platform.event_log where id = $1',
      [events[0]!.id],
    ),
  ).toEqual([
    {
      name: created.name,
      version: 1,
      payload: { id: 'a' },
      aggregate: 'customer:a',
      aggregate_version: '3',
      actor_id: actorId,
      request_id: 'r-1',
      depth: 0,
      causation_id: null,
      plugin_id: 'crm',
    },
  ])
  const jobs = await platform.rows<{ data: object }>('select data from pgboss.job order by name')
  expect(jobs.map(({ data }) => data)).toEqual(
    Array.from({ length: 2 }, () => ({
      organizationId: organization,
      plugin: 'ticketing',
      payload: { id: 'a' },
      eventId: events[0]!.id,
      correlationId,
      causationId: null,
      depth: 0,
      actorId,
      event: {
        name: created.name,
        version: 1,
        occurredAt: expect.any(String),
        aggregate: 'customer:a',
        aggregateVersion: 3,
      },
    })),
  )
})

test('writes jobs exactly as pg-boss would insert them', async () => {
  const boss = new PgBoss({
    connectionString: platform.appUrl,
    migrate: false,
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => {})
  await boss.start()
  const client = await platform.app.connect()
  try {
    await client.query('begin')
    await client.query(`select set_config('app.organization_id', $1, true)`, [organization])
    const moment = new Date(Date.now() + 3_600_000).toISOString()
    const { jobs: ours } = await commitUnit(client, {
      organizationId: organization,
      jobs: [
        { queue: score.name, payload: { id: 'plain' } },
        { queue: score.name, payload: { id: 'keyed' }, key: 'k', priority: 4, startAfter: 90 },
        { queue: score.name, payload: { id: 'moment' }, startAfter: moment },
      ],
    })
    await client.query('set local role wasla_system')
    await client.query(
      `select platform.write_deliveries(array[row(uuidv7(), $1, 'crm', $2, 1, '{}', null, null, uuidv7(), null, 0, null, null, null,
         now(), '3')::platform.event_log], null)`,
      [organization, created.name],
    )
    await client.query('set local role none')
    const { rows: written } = await client.query('select * from pgboss.job order by name, id')
    expect(written).toHaveLength(5)
    await client.query('delete from pgboss.job')
    const options: Record<string, object> = {
      [ours[0]!.id!]: { singletonKey: ours[0]!.id },
      [ours[1]!.id!]: { singletonKey: `${organization}:k`, priority: 4, startAfter: 90 },
      [ours[2]!.id!]: { singletonKey: ours[2]!.id, startAfter: moment },
    }
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) }
    for (const { name, id, data } of written) {
      await boss.insert(name, [{ id, data, group: { id: organization }, ...options[id] }], { db })
    }
    const { rows: theirs } = await client.query('select * from pgboss.job order by name, id')
    expect(written).toEqual(theirs)
  } finally {
    await client.query('rollback')
    client.release()
    await boss.stop({ graceful: false })
  }
})

test('leaves nothing behind when the unit of work is rolled back', async () => {
  const client = await platform.app.connect()
  await client.query('begin')
  await client.query(`select set_config('app.organization_id', $1, true)`, [organization])
  await commitUnit(client, {
    organizationId: organization,
    events: [event],
    jobs: [{ queue: score.name, payload: { id: 'a' } }],
  })
  expect(await platform.relay()).toEqual([])
  await client.query('rollback')
  client.release()
  expect(
    await platform.rows('select from platform.event_log where organization_id = $1 and name = $2', [
      organization,
      created.name,
    ]),
  ).toHaveLength(0)
  expect(await platform.rows('select from pgboss.job')).toHaveLength(0)
})

test('refuses a unit of work of another organization', async () => {
  const other = await platform.newOrganization()
  const client = await platform.app.connect()
  await client.query('begin')
  await client.query(`select set_config('app.organization_id', $1, true)`, [other])
  const jobs = [{ queue: score.name, payload: { id: 'a' } }]
  const error: unknown = await commitUnit(client, { organizationId: organization, jobs }).catch(commitError)
  await client.query('rollback')
  expect(error).toMatchObject({ code: 'organization_mismatch', kind: 'invalid' })
  await client.query('begin')
  await client.query(`select set_config('app.organization_id', $1, true)`, [other])
  await expect(commitUnit(client, { organizationId: organization, events: [event] })).rejects.toMatchObject({
    code: '42501',
  })
  await client.query('rollback')
  client.release()
})

test('is not for plugin roles, nor are their hands on the queue', async () => {
  for (const statement of [
    `select platform.enqueue_jobs('{}')`,
    'select platform.relay_events(1)',
    'insert into platform.event_log default values',
    'select from pgboss.job',
    'select from platform.event_log',
  ]) {
    const client = await platform.app.connect()
    await client.query('begin; set local role wasla_plugin_crm')
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' })
    await client.query('rollback')
    client.release()
  }
  expect(
    await platform.rows(
      `select has_function_privilege('wasla_plugin_crm', f.oid, 'execute') as plugin, f.proname as name
       from pg_proc f where f.pronamespace = 'platform'::regnamespace
         and f.proname in ('enqueue_jobs', 'refuse_event', 'event_chain', 'delivery_id', 'relay_events', 'write_deliveries', 'adopt_event_log', 'park_job', 'unpark_jobs', 'put_back_job', 'awaited_event')
         and has_function_privilege('wasla_plugin_crm', f.oid, 'execute')`,
    ),
  ).toEqual([])
})

test('keeps one waiting job per key and organization, and tells its id', async () => {
  const keyed = { queue: score.name, payload: { id: 'a' }, key: 'nightly' }
  const first = await platform.log({ organizationId: organization, jobs: [keyed] })
  const second = await platform.log({ organizationId: organization, jobs: [keyed, keyed] })
  const other = await platform.log({ organizationId: await platform.newOrganization(), jobs: [keyed] })
  expect(second.jobs.map(({ id }) => id)).toEqual([first.jobs[0]!.id, first.jobs[0]!.id])
  expect(second.queues).toEqual([])
  expect(other.jobs[0]!.id).not.toBe(first.jobs[0]!.id)
  const plain = { queue: score.name, payload: { id: 'a' } }
  await platform.log({ organizationId: organization, jobs: [plain, plain] })
  expect(await platform.rows('select from pgboss.job')).toHaveLength(4)
})

test('refuses a job whose queue is not registered', async () => {
  await expect(
    platform
      .log({ organizationId: organization, jobs: [{ queue: 'crm.unknown', payload: {} }] })
      .catch((error: unknown) => {
        throw commitError(error)
      }),
  ).rejects.toMatchObject({ code: 'job_queue_unknown', message: expect.stringContaining('crm.unknown') })
})

test('counts usage once per key', async () => {
  const meters = [{ meter: 'crm.imports', quantity: 5, key: 'import-1' }]
  await platform.log({ organizationId: organization, meters })
  await platform.log({ organizationId: organization, meters })
  expect(
    await platform.rows(
      'select meter, quantity, event_id from platform.meter_events where organization_id = $1',
      [organization],
    ),
  ).toEqual([{ meter: 'crm.imports', quantity: '5', event_id: 'import-1' }])
})

test('breaks a loop of events and names the chain', async () => {
  let causationId: string | null = null
  for (let depth = 0; depth <= 16; depth += 1) {
    const { events } = await platform.log({
      organizationId: organization,
      causationId,
      depth,
      events: [{ ...event, name: depth % 2 ? 'crm.b' : 'crm.a' }],
    })
    causationId = events[0]!.id
  }
  const error: unknown = await platform
    .log({ organizationId: organization, causationId, depth: 17, events: [event] })
    .catch(commitError)
  expect(error).toMatchObject({ code: 'event_depth_exceeded', kind: 'conflict' })
  expect((error as { extra: { chain: string[] } }).extra.chain).toHaveLength(17)
  expect((error as Error).message).toContain('crm.a → crm.b → crm.a')
  await platform.log({
    organizationId: organization,
    causationId,
    depth: 17,
    jobs: [{ queue: score.name, payload: { id: 'a' } }],
  })
})
