import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, defineSubscriber, type DeliveredEvent } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Jobs, JobsOptions } from '../create-jobs.ts'
import { listDead, redrive } from '../operator.ts'
import { note } from './_contexts.ts'
import { createTestPlatform, until, type PluginMap, type TestPlatform } from './_platform.ts'

const created = defineEvent({
  name: 'crm.customer.created',
  version: 3,
  payload: z.strictObject({ fullName: z.string() }),
  upcast: { 1: (old: { name: string }) => ({ fullName: old.name }) },
})
const changed = defineEvent({
  name: 'crm.customer.changed',
  version: 1,
  payload: z.strictObject({ id: z.string(), version: z.int() }),
  order: ({ id, version }) => ({ aggregate: `customer:${id}`, version }),
})

const received: DeliveredEvent[] = []
let broken = false
const greet = defineSubscriber({
  name: 'ticketing.greet',
  event: created,
  handle: async (ctx, event) => {
    received.push(event)
    await note(ctx, `hello ${event.payload.fullName}`)
  },
})
const count = defineSubscriber({
  name: 'ticketing.count',
  event: created,
  handle: async (_ctx, { payload }) =>
    void (counted[payload.fullName] = (counted[payload.fullName] ?? 0) + 1),
})
const fragile = defineSubscriber({
  name: 'ticketing.fragile',
  event: created,
  retry: { limit: 1, delay: 0 },
  handle: async (ctx, { payload }) => {
    if (broken) throw Object.assign(new Error('The printer is on fire.'), { code: 'printer_on_fire' })
    await note(ctx, `printed ${payload.fullName}`)
  },
})
const follow = defineSubscriber({
  name: 'ticketing.follow',
  event: changed,
  handle: async (ctx, { payload }) => {
    await delay(payload.version === 1 ? 80 : 1)
    await note(ctx, `${payload.id} v${payload.version}`)
  },
})
const counted: Record<string, number> = {}
const plugins: PluginMap = {
  crm: { events: [created, changed] },
  ticketing: { subscribers: [greet, count, fragile, follow] },
}

let platform: TestPlatform
let organization: string
let running: Jobs[] = []

beforeAll(async () => {
  platform = await createTestPlatform(plugins)
})
afterAll(() => platform?.close())
beforeEach(async () => {
  organization = await platform.newOrganization()
  received.length = 0
  broken = false
})
afterEach(async () => {
  for (const jobs of running) await jobs.stop()
  running = []
  await platform.admin.query('delete from pgboss.job; delete from platform.parked_jobs')
})

async function start(options: Partial<JobsOptions> & { plugins?: PluginMap } = {}): Promise<Jobs> {
  const { jobs } = platform.host({ pollMs: 50, ...options })
  await jobs.start()
  running.push(jobs)
  return jobs
}

const greeting = (name: string, version = 3) => ({
  name: created.name,
  version,
  payload: version === 3 ? { fullName: name } : { name },
})
const change = (id: string, version: number) => ({
  name: changed.name,
  version: 1,
  payload: { id, version },
  aggregate: `customer:${id}`,
  aggregateVersion: version,
})
const notes = async () =>
  (
    await platform.rows<{ text: string }>(
      'select text from public.notes where organization_id = $1 order by id',
      [organization],
    )
  ).map(({ text }) => text)
const open = async () =>
  platform.rows(
    `select id from pgboss.job where state not in ('completed', 'failed') union all select id from platform.unrelayed_events`,
  )
const idle = () => until(async () => (await open()).length === 0, 'all jobs to be settled')

test('brings an event with its place in the chain to every subscriber', async () => {
  await start()
  const { events } = await platform.commit({ organizationId: organization, events: [greeting('Ada')] })
  await idle()
  expect((await notes()).toSorted()).toEqual(['hello Ada', 'printed Ada'])
  expect(received).toMatchObject([
    {
      id: events[0]!.id,
      name: created.name,
      payload: { fullName: 'Ada' },
      organizationId: organization,
      causationId: null,
      attempt: 1,
    },
  ])
  expect(received[0]!.occurredAt).toBeInstanceOf(Date)
  expect(
    await platform.rows(
      'select subscriber from platform.subscriber_effects where event_id = $1 order by subscriber',
      [events[0]!.id],
    ),
  ).toEqual([
    { subscriber: 'ticketing.count' },
    { subscriber: 'ticketing.fragile' },
    { subscriber: 'ticketing.greet' },
  ])
})

test('waits for a host that has the subscriber, when the producer has not', async () => {
  const producer = await start({ plugins: { crm: plugins.crm! } })
  await platform.commit({ organizationId: organization, events: [greeting('Ada')] })
  producer.signal()
  await delay(150)
  expect(await open()).toHaveLength(3)
  await start()
  await idle()
  expect(await notes()).toContain('hello Ada')
})

test('has the effect once, however often the event is delivered', async () => {
  await platform.commit({ organizationId: organization, events: [greeting('Twice')] })
  await platform.admin.query(
    `insert into pgboss.job (name, data, group_id, policy) select name, data, group_id, policy from pgboss.job, generate_series(1, 3)`,
  )
  await start()
  await idle()
  expect((await notes()).toSorted()).toEqual(['hello Twice', 'printed Twice'])
  // A subscriber without a unit of work may see a copy that was under way at the same time, but none that came later.
  const before = counted.Twice
  await platform.admin.query(
    `insert into pgboss.job (name, data, group_id, policy) select name, data, group_id, policy from pgboss.job`,
  )
  await idle()
  expect(counted.Twice).toBe(before)
})

test('has the effect once when the host dies between effect and completion', async () => {
  let dead = false
  const dying: PlatformDatabase = {
    ...platform.platform,
    asSystem: (text, values) => {
      dead ||= text.includes('platform.complete_jobs')
      return dead ? Promise.reject(new Error('the host is dead')) : platform.platform.asSystem(text, values)
    },
  }
  const first = await start({ platform: dying })
  await platform.commit({ organizationId: organization, events: [greeting('Survivor')] })
  // Both may have run by then, or one: whichever finishes first takes the host down.
  await until(async () => dead && (await notes()).length >= 1, 'an effect')
  await first.stop()
  expect((await open()).length).toBeGreaterThan(0)
  await platform.admin.query(
    `update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`,
  )
  await start()
  await idle()
  expect((await notes()).toSorted()).toEqual(['hello Survivor', 'printed Survivor'])
})

test('puts a subscriber that always throws aside with its reason, while the others run, and redrives it', async () => {
  broken = true
  const jobs = await start()
  await platform.commit({ organizationId: organization, events: [greeting('Ada')] })
  await until(
    async () => (await listDead(platform.platform, { organizationId: organization })).length === 1,
    'the dead letter',
    20_000,
  )
  expect(await notes()).toEqual(['hello Ada'])
  const [letter] = await listDead(platform.platform, { organizationId: organization })
  expect(letter).toMatchObject({
    queue: 'ticketing.fragile',
    plugin: 'ticketing',
    attempts: 2,
    reason: { message: 'The printer is on fire.', code: 'printer_on_fire', attempt: 2 },
  })
  broken = false
  expect(await redrive(platform.platform, { ids: [letter!.id] })).toBe(1)
  jobs.signal()
  await idle()
  expect(await notes()).toEqual(['hello Ada', 'printed Ada'])
  expect(await listDead(platform.platform)).toEqual([])
})

test('brings old versions up to date, and puts aside at once what nobody can read', async () => {
  await start()
  await platform.commit({
    organizationId: organization,
    events: [greeting('Old', 1), greeting('Unknown', 2)],
  })
  await until(
    async () => (await listDead(platform.platform, { queue: greet.name })).length === 1,
    'the dead letter',
  )
  await until(async () => (await notes()).includes('hello Old'), 'the note about the old one')
  expect(await listDead(platform.platform, { queue: greet.name })).toMatchObject([
    { attempts: 1, reason: { code: 'event_version_unknown' } },
  ])
})

test('delivers the events of one thing in the order of its versions', async () => {
  await platform.commit({ organizationId: organization, events: [change('b', 1)] })
  for (const version of [1, 2, 3, 4])
    await platform.commit({ organizationId: organization, events: [change('a', version)] })
  // pg-boss sorts by the start of transactions, so it may well hand out the later ones first.
  await platform.admin.query(
    `update pgboss.job set created_on = now() - ((data #>> '{event,aggregateVersion}')::int) * interval '1 minute'`,
  )
  await Promise.all([start({ concurrency: 2 }), start({ concurrency: 2 })])
  await idle()
  const written = await notes()
  expect(written.filter((text) => text.startsWith('a'))).toEqual(['a v1', 'a v2', 'a v3', 'a v4'])
  expect(written).toContain('b v1')
})

test('holds up one thing, and no other, behind a dead event of it', async () => {
  await platform.commit({ organizationId: organization, events: [change('a', 1)] })
  await platform.admin.query(`update pgboss.job set state = 'failed', completed_on = now()`)
  await platform.commit({ organizationId: organization, events: [change('a', 2), change('b', 7)] })
  const jobs = await start()
  await until(async () => (await notes()).length === 1, 'the note about the other thing')
  await delay(300)
  expect(await notes()).toEqual(['b v7'])
  await redrive(platform.platform, { queue: follow.name })
  await platform.admin.query(`update pgboss.job set start_after = now() where state = 'retry'`)
  jobs.signal()
  await idle()
  expect(await notes()).toEqual(['b v7', 'a v1', 'a v2'])
})

test('never runs one delivery on two hosts', async () => {
  await Promise.all([start(), start(), start()])
  await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      platform.commit({ organizationId: organization, events: [greeting(`n${index}`)] }),
    ),
  )
  await idle()
  const written = await notes()
  expect(written).toHaveLength(200)
  expect(new Set(written).size).toBe(200)
  expect(received.map(({ attempt }) => attempt)).toEqual(Array.from({ length: 100 }, () => 1))
})
