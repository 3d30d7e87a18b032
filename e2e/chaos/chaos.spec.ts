import { randomInt } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../core/tests/_test-database.ts'
import { runChaos } from './run-chaos.ts'

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
