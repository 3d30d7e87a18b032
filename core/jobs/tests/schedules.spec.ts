import { PgBoss } from 'pg-boss'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob, defineSchedule } from '@wasla/sdk'
import { runsToMakeUp, type Occurrences } from '../missed-runs.ts'
import { Scheduler, type SchedulerOptions } from '../scheduler.ts'
import { createTestPlatform, silent, type TestPlatform } from './_platform.ts'

const report = defineJob({
  name: 'crm.report',
  payload: z.strictObject({ kind: z.string() }),
  run: async () => {},
})
const nightly = defineSchedule({
  name: 'crm.nightly',
  job: report,
  cron: '30 2 * * *',
  payload: { kind: 'night' },
})
const hourly = defineSchedule({
  name: 'crm.hourly',
  job: report,
  cron: '0 * * * *',
  timeZone: 'UTC',
  payload: { kind: 'hour' },
})

/** Missed runs are left out. */
const punctual = defineSchedule({ ...hourly, name: 'crm.punctual', missed: 'skip', payload: { kind: 'p' } })
/** Each missed run is made up for, the last three of them. */
const always = defineSchedule({
  ...hourly,
  name: 'crm.always',
  missed: 'all',
  missedLimit: 3,
  payload: { kind: 'a' },
})

let ahead = 0
let platform: TestPlatform
let scheduler: Scheduler
let occurrences: SchedulerOptions['occurrences']
const boss = new PgBoss('postgres://nowhere')

beforeAll(async () => {
  platform = await createTestPlatform({
    crm: { jobs: [report], schedules: [nightly, hourly, punctual, always] },
  })
  occurrences = (cron, options) => boss.previewSchedule(cron, options)
  scheduler = newScheduler()
})
afterAll(() => platform?.close())
afterEach(() => {
  ahead = 0
  return platform.admin.query(
    'delete from pgboss.job; delete from platform.schedule_runs; delete from platform.organization_modules',
  )
})
const fireAll = async (): Promise<void> => {
  while ((await scheduler.fire()) > 0);
}

function newScheduler(): Scheduler {
  return new Scheduler({
    platform: platform.platform,
    registry: platform.host().registry,
    occurrences,
    wake: () => {},
    log: silent,
    clockAhead: () => ahead,
  })
}

const next = async (organization: string, schedule: string) =>
  (
    await platform.rows<{ next_run: Date }>(
      'select next_run from platform.schedule_runs where organization_id = $1 and schedule = $2',
      [organization, schedule],
    )
  )[0]?.next_run
const jobs = (organization: string) =>
  platform.rows<{ data: { payload: object; scheduledFor: string }; singleton_key: string }>(
    'select data, singleton_key from pgboss.job where group_id = $1',
    [organization],
  )
const due = (organization: string, schedule: string, ago: string) =>
  platform.admin.query(
    'update platform.schedule_runs set next_run = now() - $3::interval where organization_id = $1 and schedule = $2',
    [organization, schedule, ago],
  )
const clock = (moment: Date, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(moment)

test('plans each active organization by its own clock', async () => {
  const cairo = await platform.newOrganization('Africa/Cairo')
  const auckland = await platform.newOrganization('Pacific/Auckland')
  const off = await platform.newOrganization('Africa/Cairo')
  await platform.switchModule(off, 'crm', false)
  await scheduler.plan()
  expect(clock((await next(cairo, nightly.name))!, 'Africa/Cairo')).toBe('02:30')
  expect(clock((await next(auckland, nightly.name))!, 'Pacific/Auckland')).toBe('02:30')
  expect(clock((await next(auckland, hourly.name))!, 'UTC')).toMatch(/:00$/)
  expect(await next(off, nightly.name)).toBeUndefined()
})

test('follows a change of the organization’s time zone, and forgets those that switched the module off', async () => {
  const organization = await platform.newOrganization('Africa/Cairo')
  await scheduler.plan()
  await platform.admin.query(
    `update platform.organizations set time_zone = 'America/New_York' where id = $1`,
    [organization],
  )
  await scheduler.plan()
  expect(clock((await next(organization, nightly.name))!, 'America/New_York')).toBe('02:30')
  await platform.switchModule(organization, 'crm', false)
  await scheduler.plan()
  expect(await next(organization, nightly.name)).toBeUndefined()
})

test('enqueues what is due once, whoever looks, and plans the next run', async () => {
  const organization = await platform.newOrganization()
  await scheduler.plan()
  await due(organization, nightly.name, '5 s')
  const counts = await Promise.all([scheduler.fire(), newScheduler().fire(), newScheduler().fire()])
  expect(counts.reduce((sum, count) => sum + count)).toBe(1)
  expect((await jobs(organization)).map(({ data }) => data.payload)).toEqual([{ kind: 'night' }])
  expect((await next(organization, nightly.name))!.getTime()).toBeGreaterThan(Date.now())
  expect(await scheduler.fire()).toBe(0)
})

/** Moves the schedules' clock to a moment. */
const setClock = (moment: string): void => {
  ahead = Date.parse(moment) - Date.now()
}
const keys = async (organization: string) =>
  (await jobs(organization)).map(({ singleton_key }) => singleton_key.split('crm.').at(-1)).toSorted()

test('what becomes of runs that no worker was there for is the schedule’s to say', async () => {
  setClock('2026-03-02T10:10:00Z')
  const organization = await platform.newOrganization()
  await scheduler.plan()
  // Two days later: every schedule missed 49 runs or two nights.
  setClock('2026-03-04T10:20:00Z')
  await fireAll()
  expect(await keys(organization)).toEqual([
    'always 2026-03-04T08:00:00.000Z',
    'always 2026-03-04T09:00:00.000Z',
    'always 2026-03-04T10:00:00.000Z',
    'hourly',
    'nightly',
  ])
  expect((await jobs(organization)).map(({ data }) => data.scheduledFor)).toContain(
    '2026-03-04T09:00:00.000Z',
  )
  expect((await next(organization, always.name))!.toISOString()).toBe('2026-03-04T11:00:00.000Z')
  expect((await next(organization, punctual.name))!.toISOString()).toBe('2026-03-04T11:00:00.000Z')

  await platform.admin.query('delete from pgboss.job')
  setClock('2026-03-04T11:04:30Z')
  await fireAll()
  expect(await keys(organization)).toContain('punctual')
  await platform.admin.query('delete from pgboss.job')
  setClock('2026-03-04T12:05:30Z')
  await fireAll()
  expect(await keys(organization)).toEqual(['always 2026-03-04T12:00:00.000Z', 'hourly'])
  expect(await scheduler.fire()).toBe(0)
})

test('an organization’s nights stay its nights when its clock changes, however far the time moves at once', async () => {
  setClock('2026-03-27T12:00:00Z')
  const berlin = await platform.newOrganization('Europe/Berlin')
  const cairo = await platform.newOrganization('Africa/Cairo')
  await scheduler.plan()
  const nights: (string | undefined)[] = []
  for (const moment of ['2026-03-28T01:30:00Z', '2026-03-29T01:30:00Z', '2026-03-30T00:30:00Z']) {
    nights.push((await next(berlin, nightly.name))?.toISOString().replace('.000', ''))
    setClock(moment)
    await fireAll()
  }
  // There is no half past two on the 29th: it comes when the clock has jumped, and an hour earlier from then on.
  expect(nights).toEqual(['2026-03-28T01:30:00Z', '2026-03-29T01:30:00Z', '2026-03-30T00:30:00Z'])
  expect(clock((await next(berlin, nightly.name))!, 'Europe/Berlin')).toBe('02:30')
  setClock('2026-10-26T12:00:00Z')
  await fireAll()
  for (const organization of [berlin, cairo])
    expect((await keys(organization)).filter((key) => key === 'nightly')).toEqual(['nightly'])
  expect(clock((await next(berlin, nightly.name))!, 'Europe/Berlin')).toBe('02:30')
  expect(clock((await next(cairo, nightly.name))!, 'Africa/Cairo')).toBe('02:30')
})

test('a long silence is not gone through from its beginning', () => {
  let asked = 0
  const counted: Occurrences = (cron, options) => {
    const found = occurrences(cron, options)
    asked += found.length
    return found
  }
  const made = runsToMakeUp(counted, {
    schedule: { cron: '* * * * *', missed: 'all', missedLimit: 5 },
    zone: 'UTC',
    planned: new Date('2026-01-01T00:00:00Z'),
    now: new Date('2026-03-01T00:00:30Z'),
  })
  const times = made.map((moment) => moment.toISOString().slice(11, 16))
  expect(times.join(' ')).toBe('23:56 23:57 23:58 23:59 00:00')
  expect(asked).toBeLessThan(500)
})

test('does not pile up runs while no worker is there', async () => {
  const organization = await platform.newOrganization()
  await scheduler.plan()
  for (let run = 0; run < 3; run += 1) {
    await due(organization, nightly.name, '5 s')
    await scheduler.fire()
  }
  expect(await jobs(organization)).toHaveLength(1)
})

test('runs once a day across both changes of the clock', () => {
  const from = new Date('2026-03-27T12:00:00Z')
  const spring = occurrences('30 2 * * *', { tz: 'Europe/Berlin', from, count: 3 })
  expect(spring.map((moment) => moment.toISOString())).toEqual([
    '2026-03-28T01:30:00.000Z',
    // There is no half past two on this day: it comes when the clock has jumped.
    '2026-03-29T01:30:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ])
  const autumn = occurrences('30 2 * * *', {
    tz: 'Europe/Berlin',
    from: new Date('2026-10-24T12:00:00Z'),
    count: 2,
  })
  expect(autumn[1]!.getTime() - autumn[0]!.getTime()).toBeGreaterThan(23 * 3_600_000)
})
