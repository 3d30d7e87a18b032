import { randomInt } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../core/tests/_test-database.ts'
import { eventually } from '../_eventually.ts'
import { startFleet } from './fleet.ts'
import { produce, register } from './load.ts'
import { createRandom } from './random.ts'
import { runChaos } from './run-chaos.ts'
import { judge } from './verdict.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** The other tests use the same server, so only the connections of this database are cut. */
async function cutConnections(): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await client.end()
}

test('hosts are killed and connections cut: every event reaches every subscriber, every effect happens once', async () => {
  const seed = randomInt(2 ** 31)
  const report = await runChaos({
    databaseUrl: database.adminUrl,
    seed,
    hosts: 2,
    standingBy: 1,
    switches: 10,
    organizations: 2,
    events: 200,
    perBatch: 20,
    killMs: 2000,
    killEveryMs: 1000,
    heartbeatSeconds: 5,
    interruptDatabase: cutConnections,
    limitMs: 220_000,
    say: () => {},
  })
  const { kills, toggles, seconds, verdict } = report
  console.info(`chaos with seed ${seed}: ${kills} kills, ${toggles} toggles, ${seconds} s`, verdict)
  expect(report.faults, `seed ${seed}: ${report.unexpected.join('\n')}`).toEqual([])
  expect(kills).toBeGreaterThan(0)
}, 240_000)

test('what was committed by a host that is killed before any relayed it reaches every subscriber once', async () => {
  const fleet = await startFleet({
    size: 1,
    standingBy: 1,
    kills: 1,
    environment: { DATABASE_URL: database.adminUrl },
    random: createRandom(1),
  })
  const relay = new pg.Client({ connectionString: database.adminUrl })
  await relay.connect()
  try {
    const participant = await register(fleet)
    const before = await judge(database.adminUrl)
    // Whoever relays takes this lock; as long as we have it, nobody does.
    await relay.query(`select pg_advisory_lock(hashtextextended('platform.relay_events', 0))`)
    const { signal } = new AbortController()
    await produce(fleet, [participant], { batches: 1, perBatch: 20 }, signal)
    const unrelayed = async () =>
      (await relay.query(`select from platform.unrelayed_events where name = 'producer.tick.happened'`))
        .rowCount
    expect(await unrelayed()).toBe(20)
    expect(fleet.killOne()).toBe(true)
    await eventually(() => expect(fleet.any()).toBeDefined())
    expect(await unrelayed()).toBe(20)
    expect(await judge(database.adminUrl)).toMatchObject({ effects: before.effects, missing: 40 })
    await relay.query('select pg_advisory_unlock_all()')
    await eventually(async () =>
      expect(await judge(database.adminUrl)).toMatchObject({
        events: before.events + 20,
        effects: before.effects + 40,
        missing: 0,
        doubled: 0,
        outOfOrder: 0,
        dead: 0,
        parked: 0,
        unfinished: 0,
      }),
    )
  } finally {
    await relay.end()
    await fleet.stop()
  }
})
