import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../core/tests/_test-database.ts'
import { startHostProcess, type HostProcess } from './hosts/host-process.ts'
import { TestClient } from '@wasla/host'
import { walk } from './tour/walk.ts'

let database: TestDatabase
let host: HostProcess

beforeAll(async () => {
  database = await createTestDatabase()
  host = await startHostProcess({ DATABASE_URL: database.adminUrl })
})

afterAll(async () => {
  await host.stop()
  await database.drop()
})

it('walks the main job on real customers', async () => {
  const steps: string[] = []
  await walk(
    new TestClient(host.url),
    new URL('../examples/data/northwind-customers.csv', import.meta.url),
    (step) => steps.push(step),
  )
  expect(steps.length).toBeGreaterThanOrEqual(18)
})

it('is told by the tour, which ends with 0', async () => {
  const main = fileURLToPath(new URL('tour/main.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=wasla-source', main], {
    env: { ...process.env, WASLA_URL: host.url },
  })
  expect(stdout).toContain('POST /api/v1/auth/register')
  expect(stdout).toContain('The tour is over; everything was as it should be.')
})
