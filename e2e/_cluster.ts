import { startTemporaryPostgres } from '../host/postgres/temporary-postgres.ts'
import { testDatabase } from '../host/testing/template-database.ts'
import type { TestProject } from 'vitest/node'
import { startPgbouncer } from './pgbouncer/pgbouncer.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser URL of the run's throw-away PostgreSQL; each test file makes its own database in it. */
    adminUrl: string
    /** A database in it that holds the platform's schema and nothing else, to be cloned. */
    platformTemplate: string
  }
}

/** One PostgreSQL for the whole run: started before the first test file, gone after the last, however the run ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTemporaryPostgres()
  project.provide('adminUrl', postgres.url)
  // What authors' tests go by, so that the example and the template share it.
  process.env['WASLA_TEST_CLUSTER'] = postgres.url
  const template = await testDatabase(postgres.url)
  await template.create([])
  project.provide('platformTemplate', new URL(template.adminUrl).pathname.slice(1))
  // `npm run test:pgbouncer`
  if (process.env['TEST_THROUGH'] !== 'pgbouncer') return postgres.stop
  const pgbouncer = await startPgbouncer(postgres.url)
  process.env['WASLA_TEST_PGBOUNCER_PORT'] = String(pgbouncer.port)
  return async () => {
    await pgbouncer.stop()
    await postgres.stop()
  }
}
