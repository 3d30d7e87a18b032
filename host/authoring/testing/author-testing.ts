import type { ConformanceOptions, ConformanceReport, TestHost, TestHostOptions } from '@wasla/sdk/testing'
import { startTemporaryPostgres } from '../../postgres/temporary-postgres.ts'
import { checkConformance } from '../conformance/check-conformance.ts'
import { startAuthorHost } from './author-host.ts'

/** What `@wasla/sdk/testing` finds here. */
export const authorTesting = {
  startTestHost: (options: TestHostOptions): Promise<TestHost> => startAuthorHost(options),
  conformance: (options: ConformanceOptions): Promise<ConformanceReport> => checkConformance(options),
  startCluster: (): Promise<{ url: string; stop(): Promise<void> }> => startTemporaryPostgres(),
}
