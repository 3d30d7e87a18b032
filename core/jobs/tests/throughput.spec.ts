import { randomUUID } from 'node:crypto'
import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, defineSubscriber } from '@wasla/sdk'
import { createGate, type DatabaseGate } from '../../tenancy/database-gate.ts'
import { createTestPlatform, silent, until, type TestPlatform } from './_platform.ts'

const EVENTS = 1500
// One shows that it works; a figure to go by is the median of three.
const ROUNDS = process.env['CI'] === undefined ? 3 : 1
const SUBSCRIBERS = ['ticketing.one', 'ticketing.two'] as const
const CONCURRENCY = 20
/** As many as the relay writes and a worker claims at once. */
const INSERTED_AT_ONCE = 250
const FETCHED_AT_ONCE = 100

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
let gate: DatabaseGate

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
  gate = createGate({
    url: platform.appUrl,
    platform: platform.platform,
    hostName: 'throughput',
    role: 'all',
    serving: () => new Set(['crm', 'ticketing']),
    log: silent,
  })
  await gate.start()
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
  await gate?.stop()
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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const percentile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0

const payloadOf = (number: number) => ({ number, at: 0 })

/** What a delivery carries, so that raw jobs are as large. */
function envelopeOf(number: number): object {
  const id = randomUUID()
  const { name, version } = happened
  return {
    organizationId: id,
    plugin: 'ticketing',
    payload: payloadOf(number),
    eventId: id,
    event: { name, version, occurredAt: new Date().toISOString(), aggregate: null, aggregateVersion: null },
    correlationId: id,
    causationId: null,
    depth: 0,
    actorId: null,
  }
}

async function insertRaw(name: string): Promise<void> {
  for (let from = 0; from < EVENTS; from += INSERTED_AT_ONCE) {
    const jobs = Array.from({ length: Math.min(INSERTED_AT_ONCE, EVENTS - from) }, (_, index) => ({
      data: envelopeOf(from + index),
      group: { id: organizations[index % organizations.length]! },
    }))
    await boss.insert(name, jobs)
  }
}

async function fetchRaw(name: string): Promise<void> {
  for (;;) {
    const jobs = await boss.fetch(name, { batchSize: FETCHED_AT_ONCE })
    if (jobs.length === 0) return
    await boss.complete(
      name,
      jobs.map(({ id }) => id),
    )
  }
}

test('prints how events compare with raw pg-boss doing the same inserts and fetches, in turns', async () => {
  const rounds: Record<'together' | 'emit' | 'deliver' | 'fetchOnly', number>[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const rawEmit = await timed(() =>
      atOnce(EVENTS, (number) =>
        Promise.all(SUBSCRIBERS.map((name) => boss.insert(name, [{ data: envelopeOf(number) }]))),
      ),
    )
    const rawFetch = await timed(() => Promise.all(SUBSCRIBERS.map(fetchRaw)))
    // Behind the emit, the relay inserts the jobs and workers fetch them.
    const rawDeliver = await timed(async () => {
      await Promise.all(SUBSCRIBERS.map(insertRaw))
      await Promise.all(SUBSCRIBERS.map(fetchRaw))
    })
    const ourEmit = await timed(() =>
      atOnce(EVENTS, (number) =>
        platform.log({
          organizationId: organizations[number % organizations.length]!,
          events: [{ name: happened.name, version: 1, payload: payloadOf(number) }],
        }),
      ),
    )
    handled = 0
    const { jobs } = platform.host({ concurrency: 40, gate })
    await jobs.start()
    const ourDeliver = await timed(() =>
      until(() => handled === EVENTS * SUBSCRIBERS.length, 'all deliveries', 60_000),
    )
    await jobs.stop()
    rounds.push({
      together: (rawEmit + rawFetch) / (ourEmit + ourDeliver),
      emit: rawEmit / ourEmit,
      deliver: rawDeliver / ourDeliver,
      fetchOnly: rawFetch / ourDeliver,
    })
  }
  const ratio = (of: keyof (typeof rounds)[number]) => median(rounds.map((round) => round[of])).toFixed(2)
  console.info(
    `events beside raw pg-boss (median of ${ROUNDS} rounds, ${EVENTS} events × ${SUBSCRIBERS.length} subscribers): ` +
      `together ${ratio('together')}; emit ${ratio('emit')}; deliver ${ratio('deliver')}, ` +
      `or ${ratio('fetchOnly')} beside raw that need not insert`,
  )
  expect(handled).toBe(EVENTS * SUBSCRIBERS.length)
})

test('prints the time from emit to handled when idle', async () => {
  const { jobs } = platform.host({ gate })
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
