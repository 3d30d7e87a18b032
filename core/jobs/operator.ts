import type { PlatformDatabase } from '../database/data-access.ts'
import type { FailureRecord } from './failure.ts'

export interface QueueReport {
  readonly queue: string
  readonly plugin: string
  readonly waiting: number
  readonly running: number
  readonly dead: number
  readonly parked: number
  /** Seconds that the oldest job that could run has waited. */
  readonly lagSeconds: number
}

export interface DeadJob {
  readonly id: string
  readonly queue: string
  readonly plugin: string
  readonly organizationId: string
  readonly eventId: string | null
  readonly attempts: number
  readonly diedAt: Date
  readonly reason: FailureRecord
}

export interface ParkedJob {
  readonly id: string
  readonly queue: string
  readonly module: string
  readonly organizationId: string
  readonly parkedAt: Date
  readonly expiresAt: Date | null
}

/** Narrows down jobs; what is left out does not narrow. */
export interface JobFilter {
  readonly organizationId?: string
  readonly queue?: string
  readonly ids?: readonly string[]
  /** Default 100. */
  readonly limit?: number
}

const LIMIT = 100

export async function listQueues(platform: PlatformDatabase): Promise<QueueReport[]> {
  return platform.asSystem<QueueReport>(
    `select q.queue, q.plugin_id as plugin, coalesce(j.waiting, 0)::int as waiting, coalesce(j.running, 0)::int as running,
       coalesce(j.dead, 0)::int as dead, coalesce(p.parked, 0)::int as parked,
       coalesce(extract(epoch from now() - j.oldest), 0)::float8 as "lagSeconds"
     from platform.job_queues q
     left join (
       select name, count(*) filter (where state < 'active') as waiting, count(*) filter (where state = 'active') as running,
         count(*) filter (where state = 'failed') as dead,
         min(start_after) filter (where state < 'active' and start_after <= now()) as oldest
       from pgboss.job where state in ('created', 'retry', 'active', 'failed') group by name
     ) j on j.name = q.queue
     left join (select queue, count(*) as parked from platform.parked_jobs group by queue) p on p.queue = q.queue
     order by q.queue`,
  )
}

/** Jobs that used up their attempts, the latest first, with the reason of the last one. */
export async function listDead(
  platform: PlatformDatabase,
  { organizationId, queue, ids, limit }: JobFilter = {},
): Promise<DeadJob[]> {
  return platform.asSystem<DeadJob>(
    `select j.id, j.name as queue, j.data ->> 'plugin' as plugin, j.group_id as "organizationId",
       j.data ->> 'eventId' as "eventId", j.retry_count + 1 as attempts, j.completed_on as "diedAt",
       -- Where no worker came back to tell, pg-boss writes its own reason under "value".
       jsonb_build_object('attempt', j.retry_count + 1, 'at', j.completed_on) || coalesce(j.output -> 'value', j.output) as reason
     from pgboss.job j join platform.job_queues q on q.queue = j.name
     where j.state = 'failed' and ($1::text is null or j.group_id = $1) and ($2::text is null or j.name = $2)
       and ($3::uuid[] is null or j.id = any ($3))
     order by j.completed_on desc, j.id limit $4`,
    [organizationId ?? null, queue ?? null, ids ?? null, limit ?? LIMIT],
  )
}

/** Gives dead jobs all their attempts again, under the same ids. Returns how many. Wake the workers after it. */
export async function redrive(
  platform: PlatformDatabase,
  { organizationId, queue, ids, limit }: JobFilter,
): Promise<number> {
  const rows = await platform.asSystem(
    `update pgboss.job j
     set state = 'retry', retry_count = 0, retry_limit = q.retry_limit, started_on = null, completed_on = null,
       start_after = now(), keep_until = now() + q.retention_seconds * interval '1 s'
     from pgboss.queue q
     where q.name = j.name and (j.name, j.id) in (
       select d.name, d.id from pgboss.job d join platform.job_queues r on r.queue = d.name
       where d.state = 'failed' and ($1::text is null or d.group_id = $1) and ($2::text is null or d.name = $2)
         and ($3::uuid[] is null or d.id = any ($3))
       order by d.created_on limit $4
       for update of d)
     returning j.id`,
    [organizationId ?? null, queue ?? null, ids ?? null, limit ?? LIMIT],
  )
  return rows.length
}

export async function listParked(
  platform: PlatformDatabase,
  { organizationId, queue, ids, limit }: JobFilter = {},
): Promise<ParkedJob[]> {
  return platform.asSystem<ParkedJob>(
    `select p.id, p.queue, p.module_id as module, p.organization_id as "organizationId", p.parked_at as "parkedAt",
       p.expires_at as "expiresAt"
     from platform.parked_jobs p
     where ($1::uuid is null or p.organization_id = $1) and ($2::text is null or p.queue = $2)
       and ($3::uuid[] is null or p.id = any ($3))
     order by p.sequence limit $4`,
    [organizationId ?? null, queue ?? null, ids ?? null, limit ?? LIMIT],
  )
}
