import type { HostLogger } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { cancelled, claimLost } from './endings.ts'
import type { ClaimedJob } from './envelope.ts'
import type { RunningJobs } from './running-jobs.ts'

interface Lost {
  readonly id: string
  readonly state: string | null
}

/** Tells the database that this host's jobs still run, and ends those that are not this host's any more. */
export async function beat(platform: PlatformDatabase, running: RunningJobs, log: HostLogger): Promise<void> {
  for (const [queue, jobs] of running.byQueue()) {
    try {
      for (const { id, state } of await touch(platform, queue, jobs)) {
        const reason = state === 'cancelled' ? cancelled() : claimLost()
        running.end(reason, (job) => job.id === id)
      }
    } catch (error) {
      log.warn({ err: error, queue }, 'the heartbeat of running jobs could not be written')
    }
  }
}

/** Those that ended meanwhile are not lost: what they came to is just being written. */
function touch(platform: PlatformDatabase, queue: string, jobs: readonly ClaimedJob[]): Promise<Lost[]> {
  return platform.asSystem<Lost>(
    `with ours as (
       select * from unnest($2::uuid[], $3::int[]) as o (id, attempt)
     ), beaten as (
       update pgboss.job j set heartbeat_on = pgboss.job_now() from ours o
       where j.name = $1 and j.id = o.id and j.state = 'active' and j.retry_count = o.attempt
       returning j.id
     )
     select o.id, j.state::text as state from ours o left join pgboss.job j on j.name = $1 and j.id = o.id
     where o.id not in (select id from beaten)
       and (j.state = 'cancelled' or (j.state = 'active' and j.retry_count <> o.attempt))`,
    [queue, jobs.map(({ id }) => id), jobs.map(({ retryCount }) => retryCount)],
  )
}
