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
