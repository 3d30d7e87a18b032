import type { PlatformDatabase } from '../database/data-access.ts'

/** A clock that is set a little right each day is no news. */
const NOTICED_MS = 2_000

/**
 * While the database's clock is ahead, jobs are made for a time that is far off once somebody sets it right. Those that
 * were made in what is now called the future are due as if they had been made now.
 * @returns how many
 */
export async function callBackFromFuture(platform: PlatformDatabase): Promise<number> {
  const [row] = await platform.asSystem<{ count: number }>(
    `with called_back as (
       update pgboss.job j set
         start_after = j.start_after - (j.created_on - pgboss.job_now()), created_on = pgboss.job_now()
       from platform.job_queues q
       where j.name = q.queue and j.state < 'active' and not j.blocked
         and j.created_on > pgboss.job_now() + $1 * interval '1 ms'
       returning j.id
     ) select count(*)::int as count from called_back`,
    [NOTICED_MS],
  )
  return row?.count ?? 0
}
