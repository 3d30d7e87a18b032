import pg from 'pg'
import { PgBoss } from 'pg-boss'

const EVENTS = Number(process.env['BENCH_EVENTS'])
const CONCURRENCY = 20
const BATCH = 20
const QUEUES = ['bench-first', 'bench-second']

/**
 * The yardstick for events: one row and two jobs in a transaction, then batches fetched and completed, by pg-boss itself.
 * Each message is a round, each answer the events a second from the first insert until the last job was completed.
 */

const connectionString = process.env['DATABASE_URL']
const pool = new pg.Pool({ connectionString, max: CONCURRENCY })
const boss = new PgBoss({
  connectionString,
  migrate: false,
  supervise: false,
  schedule: false,
  max: CONCURRENCY,
})
boss.on('error', (error) => {
  throw error
})
await boss.start()
for (const queue of QUEUES) {
  await boss.createQueue(queue)
  await boss.deleteAllJobs(queue)
}
await pool.query('create schema if not exists bench')
await pool.query(
  `create table if not exists bench.events (id uuid primary key default uuidv7(), payload jsonb not null)`,
)

let left = 0
async function emit(): Promise<void> {
  while (left-- > 0) {
    const client = await pool.connect()
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) }
    const data = { payload: { burst: 'raw', firedAt: Date.now() } }
    await client.query('begin')
    await client.query({
      name: 'event',
      text: 'insert into bench.events (payload) values ($1)',
      values: [data],
    })
    for (const queue of QUEUES) await boss.insert(queue, [{ data }], { db })
    await client.query('commit')
    client.release()
  }
}

async function work(queue: string): Promise<void> {
  for (let done = 0; done < EVENTS; ) {
    const jobs = await boss.fetch(queue, { batchSize: BATCH })
    if (jobs.length > 0)
      await boss.complete(
        queue,
        jobs.map(({ id }) => id),
      )
    done += jobs.length
  }
}

process.on('message', async () => {
  left = EVENTS
  const begin = performance.now()
  await Promise.all([...QUEUES.map(work), ...Array.from({ length: CONCURRENCY }, emit)])
  process.send?.((EVENTS * 1000) / (performance.now() - begin))
})
process.on('disconnect', () => process.exit())
