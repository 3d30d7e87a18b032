import { loadHost } from './load-host.ts'

/**
 * Vitest's `globalSetup`: one throw-away PostgreSQL 18 for all test files, gone when they are done.
 * It is told to the test files by `WASLA_TEST_CLUSTER`; set that yourself to use a server of your own.
 */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env['WASLA_TEST_CLUSTER'] !== undefined) return async () => {}
  const cluster = await (await loadHost()).startCluster()
  process.env['WASLA_TEST_CLUSTER'] = cluster.url
  return cluster.stop
}
