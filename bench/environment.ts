import pg from 'pg'
// Not all that a host has, which would take seconds to load.
import { startTemporaryPostgres } from '@wasla/host/testing'
import { type LoadGenerator, startLoadGenerator } from './load/load-generator.ts'
import type { Bench } from './measurements/measurement.ts'
import type { Options } from './options.ts'
import { type IsolatedFigures, isolatedFigures } from './processes/isolated-figures.ts'
import { databaseTime } from './processes/cpu-time.ts'
import { secondHost } from './processes/second-host.ts'
import { startHost } from './processes/wasla-host.ts'
import { warmUp } from './load/compare.ts'
import { startBaseline } from './processes/baseline-server.ts'
import { operations, WITHOUT_DATA } from './workload/operations.ts'
import { insertRows, register, type Workload } from './workload/seed.ts'
import { sidesOf } from './workload/sides.ts'

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
  const registered = await register(host.origin)
  const inserting = insertRows(postgres.url, registered.organizationId)
  const baseline = {
    databaseUrl: postgres.url,
    poolSize: POOL_SIZE,
    organizationId: registered.organizationId,
    profileInto,
  }
  const [bare, stock] = await Promise.all([
    startBaseline('bare-server', baseline),
    startBaseline('stock-graphql-server', baseline),
  ])
  building.defer(bare.stop)
  building.defer(stock.stop)
  // What needs no rows is compiled while they are written: later a glance has no time for it.
  if (quick) await warmRouteUp(generator, registered, { host, baselines: { bare, stock } })
  const workload = { ...registered, customerIds: await inserting }
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
    baselines: { bare, stock },
    isolated,
    workload,
    say,
    databaseUrl: postgres.url,
    poolSize: POOL_SIZE,
    databaseTime: () => databaseTime(rows[0]?.pid ?? 0),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** What answers most often takes most requests to be as fast as it will be. */
async function warmRouteUp(
  generator: LoadGenerator,
  registered: Omit<Workload, 'customerIds'>,
  servers: Pick<Bench, 'host' | 'baselines'>,
): Promise<void> {
  for (const operation of operations({ ...registered, customerIds: [] })) {
    if (operation.name !== WITHOUT_DATA) continue
    const { ours, base } = sidesOf(operation, servers)
    await warmUp(generator, [ours, base], 2)
  }
}

/** One after the other; who needs one that failed is told then. */
async function askAll({ moduleMemory, schemaBuild, imports }: IsolatedFigures): Promise<void> {
  for (const ask of [moduleMemory, schemaBuild, imports]) await ask().catch(() => {})
}
