import { type Answer, startTestHost, TestClient, type TestHost } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { furnish, SECRET } from '../hostile/furnish.ts'
import { walkGraphql } from '../isolation/_graphql-walk.ts'
import { walkRest } from '../isolation/_rest-walk.ts'
import { walk } from '../tour/walk.ts'
import { isInstalled, type Pgbouncer, startPgbouncer } from './pgbouncer.ts'

const MISSING = 'PgBouncer is not installed here (apt-get install pgbouncer), so nothing was sent through it'
const CUSTOMERS = new URL('../../examples/data/northwind-customers.csv', import.meta.url)

const installed = isInstalled()
let pgbouncer: Pgbouncer
let host: TestHost

beforeAll(async () => {
  if (!installed) return
  pgbouncer = await startPgbouncer(inject('adminUrl'))
  host = await startTestHost({
    cluster: inject('adminUrl'),
    databaseBehind: { port: pgbouncer.port, pooled: true },
  })
})
afterAll(async () => {
  if (!installed) return
  await host.stop()
  await pgbouncer.stop()
})

test('the main job runs through PgBouncer in transaction mode', async ({ skip }) => {
  skip(!installed, MISSING)
  const steps: string[] = []
  await walk(new TestClient(host.url), CUSTOMERS, (step) => steps.push(step))
  expect(steps.length).toBeGreaterThanOrEqual(18)
  const through = await host.query(
    `select from pg_stat_activity where usename = 'wasla_app' and client_port is not null and datname = current_database()
       and application_name in ('wasla', 'wasla-units')`,
  )
  // The host opens eight connections, and PgBouncer four to the server for all of them.
  expect(through.length).toBeGreaterThan(0)
  expect(through.length).toBeLessThanOrEqual(4)
})

test('connections that are shared by statements of all organizations show none of them another’s', async ({
  skip,
}) => {
  skip(!installed, MISSING)
  const modules = ['crm', 'ticketing']
  const ours = await furnish(host, modules)
  const stranger = await host.organization('Strangers', modules)
  // One of each is enough: e2e/isolation tries them all.
  const ids = ours.ids.slice(0, 2)
  // Both at once, so that their statements alternate on each connection.
  const [visits, answers, own] = await Promise.all([
    walkRest(stranger.owner, ids, { text: 'Zanzibar', cursors: ours.cursors }),
    walkGraphql(stranger.owner, ids, 'Zanzibar'),
    lookAt(ours.organization.owner, 60),
  ])
  expect(visits.length).toBeGreaterThan(100)
  expect(visits.filter(({ answer }) => answer.status >= 500)).toEqual([])
  expect(JSON.stringify([visits, answers])).not.toContain(SECRET)
  expect(own.every(({ status, body }) => status === 200 && JSON.stringify(body).includes(SECRET))).toBe(true)
})

async function lookAt(owner: TestClient, times: number): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let time = 0; time < times; time += 1) answers.push(await owner.call('GET', '/crm/customers?limit=5'))
  return answers
}
