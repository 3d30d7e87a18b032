import { startTemporaryPostgres } from '../host/postgres/temporary-postgres.ts'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser URL of the run's throw-away PostgreSQL; each test file makes its own database in it. */
    adminUrl: string
  }
}

/** One PostgreSQL for the whole run: started before the first test file, gone after the last, however the run ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTemporaryPostgres()
  project.provide('adminUrl', postgres.url)
  // What authors' tests go by, so that the example and the template share it.
  process.env['WASLA_TEST_CLUSTER'] = postgres.url
  return postgres.stop
}
