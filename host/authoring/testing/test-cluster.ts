import { startTemporaryPostgres } from '../../postgres/temporary-postgres.ts'

let own: Promise<string> | undefined

/** The PostgreSQL of a test: the given one, the run's, or one that disappears with this process. */
export async function testCluster(given: string | undefined): Promise<string> {
  const url = given ?? process.env['WASLA_TEST_CLUSTER']
  if (url !== undefined) return url
  own ??= startTemporaryPostgres().then((postgres) => postgres.url)
  return own
}
