import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob } from '@wasla/sdk'
import type { Jobs, JobsOptions } from '../create-jobs.ts'
import { jobStatus } from '../job-status.ts'
import { listDead, listQueues } from '../operator.ts'
import { createTestPlatform, scopeOf, until, type TestPlatform } from './_platform.ts'

const done: { organizationId: string; id: string; attempt: number }[] = []
let gate: Promise<void> = Promise.resolve()
let heldSignal: AbortSignal | undefined
let sawAbort = false

const quick = defineJob({
  name: 'crm.quick',
  payload: z.strictObject({ n: z.int() }),
  perOrganization: 3,
  run: async (ctx, _payload, job) => {
    await delay(1)
    done.push({ organizationId: ctx.organizationId, id: job.id, attempt: job.attempt })
    return { sum: 42 }
  },
})
/** Allows one organization more than a host has room for, so that only taking turns keeps it fair. */
const eager = defineJob({ ...quick, name: 'crm.eager', perOrganization: 50 })
const slow = defineJob({
  name: 'crm.slow',
  payload: z.strictObject({}),
  timeLimit: 1,
  retry: { limit: 0 },
  run: (ctx) =>
    new Promise((_resolve, reject) => {
      ctx.signal.addEventListener('abort', () => {
        sawAbort = true
        reject(ctx.signal.reason as Error)
      })
    }),
})
const held = defineJob({
  name: 'crm.held',
  payload: z.strictObject({}),
  run: async (ctx, _payload, job) => {
    heldSignal = ctx.signal
    await job.progress(0.4, 'almost half')
    await gate
    done.push({ organizationId: ctx.organizationId, id: job.id, attempt: job.attempt })
  },
})

let platform: TestPlatform
let organization: string
let running: Jobs[] = []

beforeAll(async () => {
  platform = await createTestPlatform({ crm: { jobs: [quick, eager, slow, held] } })
})
afterAll(() => platform?.close())
beforeEach(async () => {
  organization = await platform.newOrganization()
  done.length = 0
})
afterEach(async () => {
  for (const jobs of running) await jobs.stop()
  running = []
  await platform.admin.query('delete from pgboss.job')
})

async function start(options: Partial<JobsOptions> = {}): Promise<Jobs> {
  const { jobs } = platform.host({ pollMs: 50, ...options })
  await jobs.start()
  running.push(jobs)
  return jobs
}

const status = (id: string) => jobStatus(platform.platform, organization, id)

test('runs a job that was enqueued outside any unit of work, by hosts that hear of it from another', async () => {
  // A poll so rare that only the call can be what wakes the worker.
  await start({ role: 'worker', pollMs: 60_000 })
  await delay(300)
  const { jobs: web } = platform.host({ role: 'web' })
  await web.start()
  const id = await web.enqueue(scopeOf(organization), quick, { n: 1 })
  await until(async () => (await status(id))?.state === 'completed', 'the job', 5000)
  expect(await status(id)).toMatchObject({
    job: 'crm.quick',
    plugin: 'crm',
    progress: 1,
    attempts: 1,
    output: { sum: 42 },
    error: null,
  })
  expect(await jobStatus(platform.platform, await platform.newOrganization(), id)).toBeUndefined()
  await web.stop()
})

test('refuses a payload when it is enqueued, and puts one aside that is in the queue', async () => {
  const { jobs } = platform.host()
  await expect(jobs.enqueue(scopeOf(organization), quick, { n: 'x' } as never)).rejects.toThrow(
    /expected number/,
  )
  await platform.commit({ organizationId: organization, jobs: [{ queue: quick.name, payload: { n: 'x' } }] })
  await start()
  await until(
    async () => (await listDead(platform.platform, { queue: quick.name })).length === 1,
    'the dead job',
  )
  expect((await listDead(platform.platform))[0]).toMatchObject({
    attempts: 1,
    reason: { code: 'job_payload_invalid' },
  })
})

test('waits with a job until its time, and keeps one per key', async () => {
  const jobs = await start()
  const later = await jobs.enqueue(
    scopeOf(organization),
    quick,
    { n: 1 },
    { after: new Date(Date.now() + 3_600_000), key: 'once' },
  )
  expect(await jobs.enqueue(scopeOf(organization), quick, { n: 2 }, { key: 'once' })).toBe(later)
  const soon = await jobs.enqueue(scopeOf(organization), quick, { n: 3 }, { after: 0.2 })
  await until(() => done.length === 1, 'the earlier job')
  expect(done[0]!.id).toBe(soon)
  expect((await status(later))?.state).toBe('waiting')
})

test('runs the more urgent first', async () => {
  const ids: string[] = []
  const { jobs } = platform.host({ concurrency: 1 })
  for (const priority of [0, 5, 1])
    ids.push(await jobs.enqueue(scopeOf(organization), quick, { n: 1 }, { priority }))
  await start({ concurrency: 1 })
  await until(() => done.length === 3, 'the jobs')
  expect(done.map(({ id }) => ids.indexOf(id))).toEqual([1, 2, 0])
})

test('ends a run at its time limit', async () => {
  const jobs = await start()
  const id = await jobs.enqueue(scopeOf(organization), slow, {})
  await until(async () => (await status(id))?.state === 'dead', 'the job to be dead', 5000)
  expect(sawAbort).toBe(true)
  expect((await status(id))?.error).toMatchObject({ code: 'time_limit_exceeded' })
})

test('tells how far a job is, and lets it finish when the host stops', async () => {
  let open = (): void => {}
  gate = new Promise((resolve) => (open = resolve))
  const jobs = await start()
  const id = await jobs.enqueue(scopeOf(organization), held, {})
  await until(async () => (await status(id))?.message === 'almost half', 'the progress')
  expect(await status(id)).toMatchObject({ state: 'running', attempts: 1, message: 'almost half' })
  expect((await status(id))?.progress).toBeCloseTo(0.4)
  const stopped = jobs.stop()
  await delay(100)
  open()
  await stopped
  expect(await status(id)).toMatchObject({ state: 'completed' })
})

test('gives back what does not finish in time when the host stops, without counting the attempt', async () => {
  gate = new Promise(() => {})
  const jobs = await start({ drainMs: 200 })
  const id = await jobs.enqueue(scopeOf(organization), held, {})
  await until(async () => (await status(id))?.state === 'running', 'the run')
  await jobs.stop()
  expect(await platform.rows('select state, retry_count from pgboss.job where id = $1', [id])).toEqual([
    { state: 'retry', retry_count: 0 },
  ])
  gate = Promise.resolve()
  await start()
  await until(() => done.length === 1, 'the second run')
  expect(done[0]).toMatchObject({ id, attempt: 1 })
})

test.each([
  { job: quick, backlog: 100_000 },
  { job: eager, backlog: 5000 },
])(
  'a backlog of $backlog jobs of one organization does not delay a single job of another ($job.name)',
  async ({ job, backlog }) => {
    const crowd = organization
    const loner = await platform.newOrganization()
    const single = async (): Promise<{ ms: number; others: number }> => {
      const [before, began] = [done.length, performance.now()]
      await platform.commit({ organizationId: loner, jobs: [{ queue: job.name, payload: { n: 1 } }] })
      const ofLoner = () =>
        done.findIndex(({ organizationId }, at) => at >= before && organizationId === loner)
      await until(() => ofLoner() >= 0, 'the single job')
      return { ms: performance.now() - began, others: ofLoner() - before }
    }
    await Promise.all([start({ concurrency: 8 }), start({ concurrency: 8 })])
    const alone = await single()
    await platform.admin.query(
      `insert into pgboss.job (name, data, group_id, policy, singleton_key, retry_limit)
     select $2, jsonb_build_object('organizationId', $1::text, 'plugin', 'crm', 'payload', jsonb_build_object('n', n),
       'correlationId', gen_random_uuid(), 'causationId', null, 'depth', 0, 'actorId', null), $1::text, 'short', n::text, 5
     from generate_series(1, $3::int) n`,
      [crowd, job.name, backlog],
    )
    await until(() => done.length > 50, 'the backlog to be worked on')
    const behind = await single()
    console.info(
      `${job.name}: alone after ${Math.round(alone.ms)} ms; behind ${backlog} after ${Math.round(behind.ms)} ms and ${behind.others} others`,
    )
    expect(behind.others).toBeLessThan(500)
    expect(behind.ms).toBeLessThan(Math.max(2000, 20 * alone.ms))
    const [report] = (await listQueues(platform.platform)).filter(({ queue }) => queue === job.name)
    expect(report!.waiting).toBeGreaterThan(backlog / 5)
  },
)

test('runs no more of one organization at once than the job allows', async () => {
  let most = 0
  const { jobs } = platform.host()
  for (let n = 0; n < 60; n += 1) await jobs.enqueue(scopeOf(organization), quick, { n })
  await Promise.all([start(), start()])
  await until(async () => {
    const [row] = await platform.rows<{ count: number }>(
      `select count(*)::int as count from pgboss.job where state = 'active'`,
    )
    most = Math.max(most, row!.count)
    return done.length === 60
  }, 'the jobs')
  expect(new Set(done.map(({ id }) => id)).size).toBe(60)
  expect(most).toBeLessThanOrEqual(3)
})

test('a run tells that it goes on, and hears when its job was taken over', async () => {
  gate = new Promise(() => {})
  const jobs = await start()
  const id = await jobs.enqueue(scopeOf(organization), held, {})
  const beaten = async () => {
    const [row] = await platform.rows<{ since: number | null }>(
      `select extract(epoch from heartbeat_on - started_on)::float8 as since from pgboss.job
       where id = $1 and state = 'active'`,
      [id],
    )
    return row?.since ?? 0
  }
  await until(async () => (await beaten()) > 1, 'the first sign of life')
  expect(heldSignal?.aborted).toBe(false)
  await platform.admin.query('update pgboss.job set retry_count = retry_count + 1 where id = $1', [id])
  await until(() => heldSignal?.aborted === true, 'the run to hear it')
  expect(heldSignal?.reason).toMatchObject({ code: 'job_claim_lost' })
  expect(await platform.rows('select state, retry_count from pgboss.job where id = $1', [id])).toEqual([
    { state: 'active', retry_count: 1 },
  ])
})

test('tells why a job is dead whose host died each time', async () => {
  const { jobs } = platform.host()
  const id = await jobs.enqueue(scopeOf(organization), held, {})
  await platform.admin.query(
    `update pgboss.job set state = 'active', retry_limit = 0, started_on = now(), heartbeat_on = now() - interval '1 minute'
     where id = $1`,
    [id],
  )
  await start()
  await until(async () => (await status(id))?.state === 'dead', 'the end')
  expect((await status(id))?.error).toEqual({ code: null, message: 'job heartbeat timeout' })
  expect(await listDead(platform.platform)).toMatchObject([
    { id, reason: { message: 'job heartbeat timeout', attempt: 1 } },
  ])
})
