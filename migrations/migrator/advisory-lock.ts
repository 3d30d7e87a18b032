import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

// Any constant of one's own serves; advisory locks are counted per database.
const lockKey = 7_261_958_302_271

/**
 * Runs `work` while no other migrator runs in this database. Asks again and again instead of
 * waiting inside a statement: a waiting statement holds a snapshot, and CREATE INDEX CONCURRENTLY
 * of the one that holds the lock would wait for it for ever.
 */
export async function withMigrationLock<T>(
  client: pg.Client,
  log: (message: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  let announced = false
  while (!(await tryLock(client))) {
    if (!announced) log('Another host is migrating this database; waiting for it.')
    announced = true
    await sleep(50)
  }
  try {
    return await work()
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey])
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
    lockKey,
  ])
  return rows[0]?.locked ?? false
}
