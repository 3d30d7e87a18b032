import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, defineSubscriber } from '@wasla/sdk'
import { deliveryObstacle } from '../../events/delivery-obstacle.ts'
import type { Delivery } from '../envelope.ts'
import { commitUnit } from './_commit-unit.ts'
import { createTestPlatform, type TestPlatform } from './_platform.ts'

const moved = defineEvent({
  name: 'crm.thing.moved',
  version: 1,
  payload: z.strictObject({ place: z.string() }),
})
const subscribers = ['ticketing.first', 'ticketing.second'] as const
const handle = async (): Promise<void> => {}

let platform: TestPlatform
let organization: string

beforeAll(async () => {
  platform = await createTestPlatform({
    crm: { events: [moved] },
    ticketing: { subscribers: subscribers.map((name) => defineSubscriber({ name, event: moved, handle })) },
  })
  organization = await platform.newOrganization()
})
afterAll(() => platform?.close())
beforeEach(() => platform.admin.query('delete from pgboss.job'))

const at = (place: string, version?: number) => ({
  name: moved.name,
  version: 1,
  payload: { place },
  ...(version !== undefined && { aggregate: 'thing', aggregateVersion: version }),
})
const log = (...places: string[]) =>
  platform.log({ organizationId: organization, events: places.map((place) => at(place)) })

/** Begins a unit of work and leaves it open. */
async function beginUnit(...events: ReturnType<typeof at>[]): Promise<pg.PoolClient> {
  const client = await platform.app.connect()
  await client.query('begin')
  await client.query(`select set_config('app.organization_id', $1, true)`, [organization])
  await commitUnit(client, { organizationId: organization, events })
  return client
}

async function end(client: pg.PoolClient, how: 'commit' | 'rollback'): Promise<void> {
  await client.query(how)
  client.release()
}

/** Places that both subscribers are told of; it fails when one is told of something else, or twice. */
async function delivered(): Promise<string[]> {
  const rows = await platform.rows<{ name: string; place: string }>(
    `select name, data #>> '{payload,place}' as place from pgboss.job order by place`,
  )
  const [first, second] = subscribers.map((each) =>
    rows.filter(({ name }) => name === each).map(({ place }) => place),
  )
  expect(first).toEqual(second)
  expect(new Set(first).size).toBe(first?.length)
  return first ?? []
}

const relay = (atMost: number) =>
  platform.platform.asSystem<{ relayed: number; more: boolean }>(
    'select relayed, more from platform.relay_events($1)',
    [atMost],
  )

test('a long-running writer holds nobody back, and what it wrote is not passed by', async () => {
  const slow = await beginUnit(at('late'))
  const abandoned = await beginUnit(at('never'))
  await log('a')
  await platform.relay()
  expect(await delivered()).toEqual(['a'])
  await log('b', 'c')
  await platform.relay()
  await platform.relay()
  expect(await delivered()).toEqual(['a', 'b', 'c'])
  await end(slow, 'commit')
  await end(abandoned, 'rollback')
  await log('d')
  await platform.relay()
  expect(await delivered()).toEqual(['a', 'b', 'c', 'd', 'late'])
  expect(await platform.relay()).toEqual([])
})

test('goes through a backlog in parts, whoever began before and ends in between', async () => {
  const early = await beginUnit(at('early'))
  for (let number = 0; number < 5; number += 1) await log(`a${number}`)
  const middle = await beginUnit(at('middle'))
  for (let number = 0; number < 5; number += 1) await log(`b${number}`)
  const all = [...'01234'].flatMap((number) => [`a${number}`, `b${number}`]).toSorted()
  expect(await relay(4)).toEqual([{ relayed: 4, more: true }])
  expect(await delivered()).toEqual(['a0', 'a1', 'a2', 'a3'])
  await end(early, 'commit')
  expect(await relay(3)).toEqual([{ relayed: 4, more: true }])
  expect(await delivered()).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'b0', 'b1', 'early'])
  await end(middle, 'commit')
  await platform.relay()
  expect(await delivered()).toEqual([...all, 'early', 'middle'])
})

test('what dies over it has done nothing, and another does it', async () => {
  await log('a')
  const dying = await platform.app.connect()
  await dying.query('begin; set local role wasla_system')
  expect((await dying.query('select relayed from platform.relay_events(10)')).rows).toEqual([{ relayed: 1 }])
  // Meanwhile nobody else is at it.
  expect(await relay(10)).toEqual([{ relayed: 0, more: false }])
  dying.release(true)
  await platform.rows('select pg_sleep(0.05)')
  await platform.relay()
  expect(await delivered()).toEqual(['a'])
})

test('an ordered event waits for the one before it though that is not relayed yet', async () => {
  // The later event's transaction began first, so that a part can end between the two.
  const client = await platform.app.connect()
  await client.query('begin')
  await client.query(`select set_config('app.organization_id', $1, true), pg_current_xact_id()`, [
    organization,
  ])
  await platform.log({ organizationId: organization, events: [at('first', 1)] })
  const { events } = await commitUnit(client, { organizationId: organization, events: [at('second', 2)] })
  await end(client, 'commit')
  await relay(1)
  expect(await delivered()).toEqual(['second'])
  const [queue] = subscribers
  const event = { name: moved.name, aggregate: 'thing', aggregateVersion: 2 }
  const delivery = { queue, envelope: { organizationId: organization, eventId: events[0]!.id, event } }
  const obstacle = () => deliveryObstacle(platform.platform, queue, delivery as unknown as Delivery)
  expect(await obstacle()).toMatchObject({ kind: 'awaits', state: 'unrelayed' })
  await platform.relay()
  expect(await obstacle()).toMatchObject({ kind: 'awaits', state: 'created' })
})

test('a database restored into another server goes on where it was', async () => {
  await log('known')
  await platform.relay()
  await log('waiting')
  // As if the log came from a server that was far ahead.
  const ahead = 'transaction::text::numeric + 1000000000'
  await platform.admin.query(`
    update platform.event_log set transaction = (${ahead})::text::xid8;
    update platform.event_relay set seen = (pg_snapshot_xmax(seen)::text::numeric + 1000000000 || ':'
      || pg_snapshot_xmax(seen)::text::numeric + 1000000000 || ':')::pg_snapshot`)
  await platform.admin.query('delete from pgboss.job')
  await log('written here')
  await platform.relay()
  expect(await delivered()).toEqual(['waiting', 'written here'])
  await log('then')
  await platform.relay()
  expect(await delivered()).toEqual(['then', 'waiting', 'written here'])
  expect(await platform.relay()).toEqual([])
})
