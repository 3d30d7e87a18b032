import { startTemporaryPostgres } from '@wasla/host'
import pg from 'pg'
import { startLoadGenerator } from './load/load-generator.ts'
import type { Bench } from './measurements/measurement.ts'
import type { Options } from './options.ts'
import { type IsolatedFigures, isolatedFigures } from './processes/isolated-figures.ts'
import { databaseTime } from './processes/cpu-time.ts'
import { secondHost } from './processes/second-host.ts'
import { startHost } from './processes/wasla-host.ts'
import { seed } from './workload/seed.ts'

/** As in production: what was acknowledged is on the disk. */
const DURABLE = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'replica',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  // For the time from a switch's commit.
  track_commit_timestamp: 'on',
}

const POOL_SIZE = 20

/** One PostgreSQL with rows for everything that is measured, a host that serves them, and a load generator. */
export async function prepare(
  { quick, measurement, only, profileInto }: Options,
  say: Bench['say'],
): Promise<Bench & AsyncDisposable> {
  await using building = new AsyncDisposableStack()
  const isolated = isolatedFigures()
  // A glance has no time to have the second processor idle meanwhile.
  if (quick && measurement === undefined) void askAll(isolated)
  say('PostgreSQL starts')
  const postgres = await startTemporaryPostgres(DURABLE)
  building.defer(postgres.stop)
  const generator = startLoadGenerator()
  building.defer(async () => generator.stop())
  say('the database is migrated and filled')
  // Deliveries run elsewhere: here they would be paid for by whichever side is measured next.
  const host = await startHost({ databaseUrl: postgres.url, poolSize: POOL_SIZE, role: 'web', profileInto })
  building.defer(host.stop)
  const second = secondHost({ databaseUrl: postgres.url, poolSize: POOL_SIZE })
  building.defer(second.stop)
  const workload = await seed(host.origin, postgres.url)
  const observer = new pg.Client({ connectionString: postgres.url })
  await observer.connect()
  building.defer(() => observer.end())
  const { rows } = await observer.query<{ pid: number }>('select pg_backend_pid() as pid')
  const owned = building.move()
  return {
    quick,
    only,
    profileInto,
    generator,
    host,
    second,
    isolated,
    workload,
    say,
    databaseUrl: postgres.url,
    poolSize: POOL_SIZE,
    databaseTime: () => databaseTime(rows[0]?.pid ?? 0),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** One after the other; who needs one that failed is told then. */
async function askAll({ moduleMemory, schemaBuild, imports }: IsolatedFigures): Promise<void> {
  for (const ask of [moduleMemory, schemaBuild, imports]) await ask().catch(() => {})
}
