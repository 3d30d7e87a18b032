import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, defineJob, defineSubscriber } from '@wasla/sdk'
import { listEvents, subscriberLags } from '../../events/list-events.ts'
import { replayEvents } from '../../events/replay.ts'
import { cancelJob } from '../cancel-job.ts'
import { jobStatus } from '../job-status.ts'
import { Maintenance } from '../maintenance.ts'
import { listJobs } from '../list-jobs.ts'
import { note } from './_contexts.ts'
import { createTestPlatform, scopeOf, silent, until, type TestPlatform } from './_platform.ts'

const added = defineEvent({
  name: 'crm.thing.added',
  version: 1,
  payload: z.strictObject({ name: z.string() }),
})
const greet = defineSubscriber({
  name: 'ticketing.greet',
  event: added,
  handle: (ctx, { payload }) => note(ctx, `hello ${payload.name}`),
})
const other = defineSubscriber({
  name: 'ticketing.other',
  event: added,
  handle: (ctx, { payload }) => note(ctx, `other ${payload.name}`),
})
let heard: unknown
const long = defineJob({
  name: 'crm.long',
  payload: z.strictObject({}),
  run: async (ctx, _payload, job) => {
    await job.progress(0.5, 'half')
    await new Promise<void>((resolve) => ctx.signal.addEventListener('abort', () => resolve()))
    heard = ctx.signal.reason
    throw ctx.signal.reason
  },
})

let platform: TestPlatform
let organization: string

beforeAll(async () => {
  platform = await createTestPlatform({
    crm: { events: [added], jobs: [long] },
    ticketing: { subscribers: [greet, other] },
  })
  organization = await platform.newOrganization()
})
afterAll(() => platform?.close())

const notes = async () =>
  (await platform.rows<{ text: string }>('select text from public.notes order by id')).map(({ text }) => text)
const thing = (name: string) => ({ name: added.name, version: 1, payload: { name } })

test('a range of the log is delivered once more, to one subscriber and no other', async () => {
  const { jobs } = platform.host({ pollMs: 50 })
  await jobs.start()
  const { events } = await platform.commit({
    organizationId: organization,
    events: [thing('Ada'), thing('Bob')],
  })
  await until(async () => (await notes()).length === 4, 'the first deliveries')
  const from = new Date(Date.now() - 60_000)
  const until2 = new Date(Date.now() + 60_000)
  const idle = () =>
    until(async () => {
      const [row] = await platform.rows<{ open: number }>(
        `select count(*)::int as open from pgboss.job where state in ('created', 'retry', 'active')`,
      )
      return row?.open === 0
    }, 'the queues to be empty')
  await idle()
  expect(await replayEvents(platform.platform, { subscriber: greet.name, from, until: until2 })).toBe(2)
  jobs.signal()
  await until(async () => (await notes()).length === 6, 'the replay')
  await idle()
  expect((await notes()).slice(4).toSorted()).toEqual(['hello Ada', 'hello Bob'])
  expect(
    await replayEvents(platform.platform, {
      subscriber: greet.name,
      from,
      until: until2,
      organizationId: await platform.newOrganization(),
    }),
  ).toBe(0)
  await expect(
    replayEvents(platform.platform, { subscriber: 'nobody', from, until: until2 }),
  ).rejects.toMatchObject({ code: 'subscriber_not_found' })
  await expect(
    replayEvents(platform.platform, { subscriber: greet.name, from: until2, until: from }),
  ).rejects.toMatchObject({ code: 'replay_range_empty' })
  expect((await listEvents(platform.platform, { organizationId: organization })).map(({ id }) => id)).toEqual(
    expect.arrayContaining(events.map(({ id }) => id)),
  )
  expect(await subscriberLags(platform.platform)).toMatchObject([
    { subscriber: greet.name, waiting: 0, parked: 0, dead: 0 },
    { subscriber: other.name, waiting: 0 },
  ])
  await jobs.stop()
})

test('a job that runs on another host is told that it was cancelled, and does not come again', async () => {
  const worker = platform.host({ pollMs: 50 })
  const web = platform.host({ role: 'web' })
  await worker.jobs.start()
  await web.jobs.start()
  const id = await web.jobs.enqueue(scopeOf(organization), long, {})
  await until(
    async () => (await jobStatus(platform.platform, organization, id))?.progress === 0.5,
    'half of it',
  )
  expect(await cancelJob(platform.platform, id, await platform.newOrganization())).toBe(false)
  expect(await cancelJob(platform.platform, id, organization)).toBe(true)
  await until(() => heard !== undefined, 'the job to hear it')
  expect(heard).toMatchObject({ code: 'job_cancelled' })
  expect(await jobStatus(platform.platform, organization, id)).toMatchObject({ state: 'cancelled' })
  const { items } = await listJobs(platform.platform, {
    organizationId: organization,
    state: 'cancelled',
    limit: 10,
  })
  expect(items.map((job) => job.id)).toEqual([id])
  expect(await cancelJob(platform.platform, id, organization)).toBe(false)
  await web.jobs.stop()
  await worker.jobs.stop()
})

test('a parked job that is cancelled does not return', async () => {
  const paused = await platform.newOrganization()
  await platform.switchModule(paused, 'ticketing', false)
  const { jobs } = platform.host({ pollMs: 50 })
  await jobs.start()
  await platform.commit({ organizationId: paused, events: [thing('Never')] })
  const parked = () =>
    platform.rows<{ id: string }>('select id from platform.parked_jobs where organization_id = $1', [paused])
  await until(async () => (await parked()).length === 2, 'the parking')
  for (const { id } of await parked()) expect(await cancelJob(platform.platform, id)).toBe(true)
  await platform.switchModule(paused, 'ticketing', true)
  expect(await jobs.unpark(paused, 'ticketing')).toBe(0)
  expect(await notes()).not.toContain('hello Never')
  await jobs.stop()
})

test('lists go on behind their cursor', async () => {
  const later = { queue: long.name, payload: {}, startAfter: 3600 }
  await platform.log({ organizationId: organization, jobs: [later, later, later] })
  const first = await listJobs(platform.platform, { organizationId: organization, limit: 2 })
  expect(first.items).toHaveLength(2)
  const second = await listJobs(platform.platform, {
    organizationId: organization,
    limit: 2,
    cursor: first.nextCursor!,
  })
  expect(second.items.length).toBeGreaterThan(0)
  const ids = [...first.items, ...second.items].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('months of the event log that are past its retention are dropped as a whole, and none that is not', async () => {
  const months = async () =>
    (
      await platform.rows<{ month: string }>(
        `select to_char(max(l.occurred_at), 'YYYY-MM') as month from platform.event_log l
         where l.name = 'crm.thing.kept' group by l.tableoid order by 1`,
      )
    ).map(({ month }) => month)
  const monthsAgo = (count: number) =>
    platform.admin.query(
      `with made as materialized (select platform.add_event_log_month((now() - $1 * interval '1 month')::date))
       select from made`,
      [count],
    )
  const ages = [15, 14, 3]
  for (const age of ages) await monthsAgo(age)
  await platform.admin.query(
    `insert into platform.event_log (organization_id, plugin_id, name, version, payload, correlation_id, occurred_at)
     select $1::uuid, 'crm', 'crm.thing.kept', 1, '{}', gen_random_uuid(), now() - age * interval '1 month'
     from unnest($2::int[]) as age`,
    [organization, ages],
  )
  const before = await months()
  expect(before).toHaveLength(3)
  const maintenance = new Maintenance({
    platform: platform.platform,
    log: silent,
    wake: () => {},
    eventLogDays: 365,
  })
  maintenance.start()
  await until(async () => (await months()).length === 1, 'the old months to be gone')
  await maintenance.stop()
  expect(await months()).toEqual(before.slice(-1))
  const [{ ahead } = { ahead: 0 }] = await platform.rows<{ ahead: number }>(
    `select count(*)::int as ahead from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'platform.event_log'::regclass and right(c.relname, 7) > to_char(now(), 'YYYY_MM')
       and c.relname ~ '\\d{4}_\\d{2}$'`,
  )
  expect(ahead).toBeGreaterThanOrEqual(3)
})
