import { setup as startPostgres } from '@wasla/sdk/testing/global-setup'

/** One throw-away PostgreSQL for all test files. */
export function setup(): Promise<() => Promise<void>> {
  return startPostgres()
}
