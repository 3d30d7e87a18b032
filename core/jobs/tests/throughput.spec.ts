import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, defineSubscriber } from '@wasla/sdk'
import { createTestPlatform, until, type TestPlatform } from './_platform.ts'

const EVENTS = 1500
const ROUNDS = 3
const SUBSCRIBERS = ['ticketing.one', 'ticketing.two'] as const
const CONCURRENCY = 20

const happened = defineEvent({
  name: 'crm.thing.happened',
  version: 1,
  payload: z.strictObject({ number: z.int(), at: z.number() }),
})

let handled = 0
let latencies: number[] = []
let platform: TestPlatform
let organizations: string[]
let boss: PgBoss

beforeAll(async () => {
  const subscribers = SUBSCRIBERS.map((name) =>
    defineSubscriber({
      name,
      event: happened,
      handle: async (_ctx, { payload }) => {
        handled += 1
        latencies.push(performance.now() - payload.at)
      },
    }),
  )
  platform = await createTestPlatform({ crm: { events: [happened] }, ticketing: { subscribers } })
  organizations = [await platform.newOrganization(), await platform.newOrganization()]
  boss = new PgBoss({
    connectionString: platform.adminUrl,
    schema: 'rawboss',
    max: 20,
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => {})
  await boss.start()
  for (const name of SUBSCRIBERS) await boss.createQueue(name)
})
afterAll(async () => {
  await boss?.stop({ graceful: false })
  await platform?.close()
})

/** In order, so many at once. */
async function atOnce(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const one = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, one))
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const percentile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0

async function drainRaw(): Promise<void> {
  await Promise.all(
    SUBSCRIBERS.map(async (name) => {
      for (;;) {
        const jobs = await boss.fetch(name, { batchSize: CONCURRENCY })
        if (jobs.length === 0) return
        await boss.complete(
          name,
          jobs.map(({ id }) => id),
        )
      }
    }),
  )
}

test('prints how events compare with raw pg-boss doing the same inserts and fetches, in turns', async () => {
  const emitRatios: number[] = []
  const drainRatios: number[] = []
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const rawEmit = await timed(() =>
      atOnce(EVENTS, (number) =>
        Promise.all(SUBSCRIBERS.map((name) => boss.insert(name, [{ data: { number, at: 0 } }]))),
      ),
    )
    const rawDrain = await timed(drainRaw)
    const ourEmit = await timed(() =>
      atOnce(EVENTS, (number) =>
        platform.log({
          organizationId: organizations[number % organizations.length]!,
          events: [{ name: happened.name, version: 1, payload: { number, at: 0 } }],
        }),
      ),
    )
    handled = 0
    const { jobs } = platform.host({ concurrency: 40 })
    const ourDrain = await timed(async () => {
      await jobs.start()
      await until(() => handled === EVENTS * SUBSCRIBERS.length, 'all deliveries', 60_000)
    })
    await jobs.stop()
    emitRatios.push(rawEmit / ourEmit)
    drainRatios.push(rawDrain / ourDrain)
    ratios.push((rawEmit + rawDrain) / (ourEmit + ourDrain))
  }
  console.info(
    `events beside raw pg-boss (median of ${ROUNDS} rounds, ${EVENTS} events × ${SUBSCRIBERS.length} subscribers): ` +
      `together ${median(ratios).toFixed(2)} (emit ${median(emitRatios).toFixed(2)}, deliver ${median(drainRatios).toFixed(2)})`,
  )
  expect(handled).toBe(EVENTS * SUBSCRIBERS.length)
})

test('prints the time from emit to handled when idle', async () => {
  const { jobs } = platform.host({})
  await jobs.start()
  latencies = []
  for (let number = 0; number < 50; number += 1) {
    handled = 0
    await platform.log({
      organizationId: organizations[0]!,
      events: [{ name: happened.name, version: 1, payload: { number, at: performance.now() } }],
    })
    // As the data path signals after its commit.
    jobs.signal()
    await until(() => handled === SUBSCRIBERS.length, 'the delivery')
  }
  await jobs.stop()
  console.info(
    `emit to handled, idle: p50 ${percentile(latencies, 0.5).toFixed(1)} ms, p95 ${percentile(latencies, 0.95).toFixed(1)} ms`,
  )
  expect(latencies).toHaveLength(100)
})
