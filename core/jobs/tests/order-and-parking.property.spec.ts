import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, defineSubscriber } from '@wasla/sdk'
import type { Jobs } from '../create-jobs.ts'
import { commitUnit } from './_commit-unit.ts'
import { note } from './_contexts.ts'
import { createTestPlatform, until, type TestPlatform } from './_platform.ts'

/** As many cases as there is time for, and never fewer than this. */
const CASES = 25
const ENOUGH_MS = 10_000

const moved = defineEvent({
  name: 'crm.thing.moved',
  version: 1,
  payload: z.strictObject({ thing: z.int(), version: z.int() }),
})
const follow = defineSubscriber({
  name: 'ticketing.follow',
  event: moved,
  handle: (ctx, { payload }) => note(ctx, `${payload.thing}:${payload.version}`),
})

/** What may happen to a module and its events. */
type Step =
  /** So many changes of one thing in one unit of work, written in this order of precedence. */
  | { readonly kind: 'emit'; readonly thing: number; readonly order: readonly number[] }
  | { readonly kind: 'switch'; readonly active: boolean }
  | { readonly kind: 'settle' }
  /** A host stops and another takes over. */
  | { readonly kind: 'move' }
  /** A transaction writes now and is committed when the next one lingers, or at the end. */
  | { readonly kind: 'linger' }

const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('emit' as const),
        thing: fc.integer({ min: 0, max: 2 }),
        order: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('switch' as const), active: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('linger' as const) }) },
  ),
  { minLength: 3, maxLength: 14 },
)

/** What must be true, in memory: who was emitted, and who may have been handled by now. */
class Model {
  active = true
  readonly #emitted = new Map<number, number>()
  /** How many of each thing were certainly handled. */
  readonly #handled = new Map<number, number>()

  emit(thing: number, count: number): number[] {
    const first = (this.#emitted.get(thing) ?? 0) + 1
    this.#emitted.set(thing, first + count - 1)
    return Array.from({ length: count }, (_, index) => first + index)
  }

  settle(): void {
    if (this.active) for (const [thing, count] of this.#emitted) this.#handled.set(thing, count)
  }

  /** Checks what was seen against what may be. @param exact nothing is on its way */
  check(seen: ReadonlyMap<number, readonly number[]>, parked: number, exact: boolean): void {
    let waiting = 0
    for (const [thing, emitted] of this.#emitted) {
      const versions = seen.get(thing) ?? []
      expect(versions, `thing ${thing}`).toEqual(
        Array.from({ length: versions.length }, (_, index) => index + 1),
      )
      expect(versions.length).toBeGreaterThanOrEqual(this.#handled.get(thing) ?? 0)
      expect(versions.length).toBeLessThanOrEqual(emitted)
      waiting += emitted - versions.length
    }
    if (exact) expect(parked, 'parked').toBe(waiting)
    if (exact && this.active) expect(waiting).toBe(0)
  }
}

let platform: TestPlatform
let jobs: Jobs

const startHost = async (): Promise<Jobs> => {
  const host = platform.host({ pollMs: 20, concurrency: 8 })
  await host.jobs.start()
  return host.jobs
}

beforeAll(async () => {
  platform = await createTestPlatform({ crm: { events: [moved] }, ticketing: { subscribers: [follow] } })
  jobs = await startHost()
})
afterAll(() => platform?.close())

async function countOf(sql: string, organization: string): Promise<number> {
  const [row] = await platform.rows<{ count: number }>(sql, [organization])
  return row?.count ?? 0
}

/** In the queues, or in the log and on their way there. */
const openJobs = (organization: string) =>
  countOf(
    `select (select count(*) from pgboss.job where group_id = $1 and state in ('created', 'retry', 'active'))::int
       + (select count(*) from platform.unrelayed_events where organization_id = $1::uuid)::int as count`,
    organization,
  )
const parkedJobs = (organization: string) =>
  countOf('select count(*)::int as count from platform.parked_jobs where organization_id = $1', organization)

async function handledOf(organization: string): Promise<Map<number, number[]>> {
  const rows = await platform.rows<{ text: string }>(
    'select text from public.notes where organization_id = $1 order by id',
    [organization],
  )
  const pairs = rows.map(({ text }) => text.split(':').map(Number) as [number, number])
  return new Map(
    [...Map.groupBy(pairs, ([thing]) => thing)].map(([thing, all]) => [thing, all.map(([, v]) => v)]),
  )
}

const change = (thing: number, version: number) => ({
  name: moved.name,
  version: 1,
  payload: { thing, version },
  aggregate: String(thing),
  aggregateVersion: version,
})

/** Of a thing of its own, since a thing has one writer at a time. */
interface Lingering {
  readonly client: pg.PoolClient
  readonly thing: number
}
let lingering: Lingering | undefined
let lingered = 0

async function linger(organization: string): Promise<void> {
  const client = await platform.app.connect()
  const thing = 100 + lingered++
  await client.query('begin')
  await client.query(`select set_config('app.organization_id', $1, true)`, [organization])
  await commitUnit(client, { organizationId: organization, events: [change(thing, 1)] })
  lingering = { client, thing }
}

async function commitLingering(model: Model): Promise<void> {
  if (lingering === undefined) return
  model.emit(lingering.thing, 1)
  await lingering.client.query('commit')
  lingering.client.release()
  lingering = undefined
}

async function play(organization: string, model: Model, step: Step): Promise<void> {
  switch (step.kind) {
    case 'emit': {
      const versions = model.emit(step.thing, step.order.length)
      const written = versions
        .map((version, index) => ({ version, place: step.order[index] ?? 0 }))
        .toSorted((a, b) => a.place - b.place)
      await platform.log({
        organizationId: organization,
        events: written.map(({ version }) => change(step.thing, version)),
      })
      return
    }
    case 'switch':
      // While it is being switched, deliveries that began before may end after: that is settled first.
      if (!step.active) {
        await until(async () => (await openJobs(organization)) === 0, 'quiet before the switch')
        model.settle()
      }
      await platform.switchModule(organization, 'ticketing', step.active)
      model.active = step.active
      if (step.active) await jobs.unpark(organization, 'ticketing')
      return
    case 'settle':
      await until(async () => (await openJobs(organization)) === 0, 'all to settle')
      model.settle()
      model.check(await handledOf(organization), await parkedJobs(organization), true)
      return
    case 'linger':
      await commitLingering(model)
      return linger(organization)
    case 'move': {
      const next = startHost()
      await jobs.stop()
      jobs = await next
    }
  }
}

test('whatever happens, each event is handled once, in its order, and nothing stays behind', async () => {
  let cases = 0
  let events = 0
  const began = performance.now()
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      if (cases >= CASES && performance.now() - began > ENOUGH_MS) return
      const organization = await platform.newOrganization()
      const model = new Model()
      for (const step of all) {
        await play(organization, model, step)
        if (step.kind === 'emit') events += step.order.length
        model.check(await handledOf(organization), 0, false)
      }
      await commitLingering(model)
      await play(organization, model, { kind: 'switch', active: true })
      await play(organization, model, { kind: 'settle' })
      cases += 1
    }),
    { numRuns: 10_000, endOnFailure: true },
  )
  console.info(`order and parking against the model: ${cases} cases, ${events} events`)
  expect(cases).toBeGreaterThanOrEqual(CASES)
})
