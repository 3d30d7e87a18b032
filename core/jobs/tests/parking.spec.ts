import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, defineJob, defineSubscriber } from '@wasla/sdk'
import type { Jobs, JobsOptions } from '../create-jobs.ts'
import { jobStatus } from '../job-status.ts'
import { listParked } from '../operator.ts'
import { sweepParked } from '../parking.ts'
import { note } from './_contexts.ts'
import { createTestPlatform, until, type TestHost, type TestPlatform } from './_platform.ts'

const created = defineEvent({
  name: 'crm.customer.created',
  version: 1,
  payload: z.strictObject({ number: z.int() }),
})
const greet = defineSubscriber({
  name: 'ticketing.greet',
  event: created,
  handle: (ctx, { payload }) => note(ctx, `hello ${payload.number}`),
})
const remind = defineJob({
  name: 'ticketing.remind',
  payload: z.strictObject({}),
  run: (ctx) => note(ctx, 'reminded'),
})

let platform: TestPlatform
let organization: string
let running: Jobs[] = []

beforeAll(async () => {
  platform = await createTestPlatform({
    crm: { events: [created] },
    ticketing: { subscribers: [greet], jobs: [remind] },
  })
})
afterAll(() => platform?.close())
beforeEach(async () => {
  organization = await platform.newOrganization()
})
afterEach(async () => {
  for (const jobs of running) await jobs.stop()
  running = []
  await platform.admin.query('delete from pgboss.job; delete from platform.parked_jobs')
})

async function start(options: Partial<JobsOptions> = {}): Promise<TestHost> {
  const host = platform.host({ pollMs: 50, ...options })
  await host.jobs.start()
  running.push(host.jobs)
  return host
}

const emit = (number: number) =>
  platform.commit({
    organizationId: organization,
    events: [{ name: created.name, version: 1, payload: { number } }],
  })
const notes = async () =>
  (
    await platform.rows<{ text: string }>(
      'select text from public.notes where organization_id = $1 order by id',
      [organization],
    )
  ).map(({ text }) => text)
const parked = () => listParked(platform.platform, { organizationId: organization })
const queued = async () =>
  (
    await platform.rows<{ id: string }>(
      `select id from pgboss.job where group_id = $1 and state <> 'completed' order by created_on`,
      [organization],
    )
  ).map(({ id }) => id)

test('what is addressed to a module that is off waits and returns with it: same ids, in order', async () => {
  await platform.switchModule(organization, 'ticketing', false)
  for (let number = 0; number < 20; number += 1) await emit(number)
  const ids = await queued()
  // One at a time, so that the order of effects is the order of jobs.
  const { jobs } = await start({ concurrency: 1 })
  await until(async () => (await parked()).length === 20, 'all to be parked')
  expect(await queued()).toEqual([])
  expect(new Set((await parked()).map(({ id }) => id))).toEqual(new Set(ids))
  expect(await jobStatus(platform.platform, organization, ids[0]!)).toMatchObject({
    state: 'parked',
    job: greet.name,
  })
  expect(await notes()).toEqual([])
  // Parked out of order, as several hosts would.
  for (const id of ids.toReversed()) {
    await platform.admin.query(`update platform.parked_jobs set sequence = default where id = $1`, [id])
  }

  await platform.switchModule(organization, 'ticketing', true)
  await jobs.stop()
  // What came since then stands behind what was parked.
  await emit(20)
  const all = [...ids, (await queued())[0]!]
  const next = platform.host({ concurrency: 1, pollMs: 50 })
  expect(await next.jobs.unpark(organization, 'ticketing')).toBe(20)
  expect(await queued()).toEqual(all)
  await next.jobs.start()
  running.push(next.jobs)
  await until(async () => (await notes()).length === 21, 'all to be delivered')
  expect(await notes()).toEqual(Array.from({ length: 21 }, (_, number) => `hello ${number}`))
  expect(await parked()).toEqual([])
})

test('another organization is served meanwhile, and nothing is lost or doubled by switching under load', async () => {
  const other = await platform.newOrganization()
  const hosts = [await start(), await start()]
  const emitted = new AbortController()
  const toggles = (async () => {
    for (let active = false; !emitted.signal.aborted; active = !active) {
      await platform.switchModule(organization, 'ticketing', active)
      if (active) await hosts[0]!.jobs.unpark(organization, 'ticketing')
    }
    await platform.switchModule(organization, 'ticketing', true)
    await hosts[0]!.jobs.unpark(organization, 'ticketing')
  })()
  for (let number = 0; number < 150; number += 1) await emit(number)
  await platform.commit({
    organizationId: other,
    events: [{ name: created.name, version: 1, payload: { number: 1 } }],
  })
  await until(
    async () =>
      (await platform.rows('select from public.notes where organization_id = $1', [other])).length === 1,
    'the other organization',
  )
  emitted.abort()
  await toggles
  await until(async () => (await notes()).length >= 150, 'all to be delivered')
  await until(async () => (await queued()).length === 0, 'the queue to be empty')
  expect((await notes()).toSorted()).toEqual(
    Array.from({ length: 150 }, (_, number) => `hello ${number}`).toSorted(),
  )
  expect(await parked()).toEqual([])
})

test('a sweep finds what was parked while nobody looked, and removes what waited too long', async () => {
  await platform.switchModule(organization, 'ticketing', false)
  await emit(1)
  await platform.commit({ organizationId: organization, jobs: [{ queue: remind.name, payload: {} }] })
  await start()
  await until(async () => (await parked()).length === 2, 'both to be parked')
  expect(await sweepParked(platform.platform)).toBe(0)
  await platform.admin.query(
    `update platform.parked_jobs set expires_at = now() - interval '1 s' where queue = $1`,
    [remind.name],
  )
  await platform.switchModule(organization, 'ticketing', true)
  expect(await sweepParked(platform.platform)).toBe(1)
  await until(async () => (await notes()).length === 1, 'the note')
  expect(await notes()).toEqual(['hello 1'])
  expect(await parked()).toEqual([])
})

test('work for a quarantined plugin waits in its queue until a host can do it', async () => {
  const { registry, jobs } = await start()
  registry.quarantine('ticketing', 'run', 'plugin_hung', 'It hangs.')
  await emit(1)
  jobs.signal()
  await delay(200)
  expect(await platform.rows('select state, retry_count from pgboss.job')).toEqual([
    { state: 'created', retry_count: 0 },
  ])
  expect(await parked()).toEqual([])
  await start()
  await until(async () => (await notes()).length === 1, 'the note')
})
