import { z } from 'zod'
import { decodeCursor, toPage, type Page } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import { stateOf, type JobState } from './job-state.ts'

/** A job in a list. */
export interface ListedJob {
  readonly id: string
  readonly job: string
  readonly plugin: string
  readonly organizationId: string
  /** Null when the organization is gone. */
  readonly organizationName: string | null
  readonly state: JobState
  readonly attempts: number
  readonly createdAt: string
  readonly finishedAt: string | null
  /** The event it brings to a subscriber; null when it is a job of its own. */
  readonly eventId: string | null
  readonly correlationId: string | null
  readonly error: string | null
}

export interface JobListFilter {
  /** Without one, all of them: for the operator. */
  readonly organizationId?: string
  readonly state?: JobState
  readonly queue?: string
  readonly limit: number
  readonly cursor?: string
}

// A delivery's id is a hash of event and subscriber: 128 bits, but no version of a UUID.
const position = z.tuple([z.iso.datetime({ offset: true }), z.guid()])

/** Jobs and deliveries, the latest first. */
export async function listJobs(
  platform: PlatformDatabase,
  { organizationId, state, queue, limit, cursor }: JobListFilter,
): Promise<Page<ListedJob>> {
  const [createdAt, id] = cursor === undefined ? [null, null] : decodeCursor(cursor, position)
  const rows = await platform.asSystem<ListedJob>(
    `with jobs as (
       select j.id, j.name, j.data, j.group_id as organization, j.state::text as state, j.started_on, j.retry_count,
         j.created_on, j.completed_on, j.output
       from pgboss.job j
       where j.name = any (select queue from platform.job_queues) and ($1::text is null or j.group_id = $1)
       union all
       select p.id, p.queue, p.payload -> 'data', p.organization_id::text, 'parked', null,
         (p.payload ->> 'retry_count')::int, (p.payload ->> 'created_on')::timestamptz, null, null
       from platform.parked_jobs p where $1::text is null or p.organization_id = $1::uuid
     )
     select f.id, f.name as job, f.data ->> 'plugin' as plugin, f.organization as "organizationId",
       (select o.name from platform.organizations o where o.id = f.organization::uuid) as "organizationName",
       ${stateOf('f.state')} as state, f.retry_count + case when f.started_on is null then 0 else 1 end as attempts,
       to_json(f.created_on) #>> '{}' as "createdAt", to_json(f.completed_on) #>> '{}' as "finishedAt",
       f.data ->> 'eventId' as "eventId", f.data ->> 'correlationId' as "correlationId",
       case when f.state in ('failed', 'retry')
         then coalesce(f.output ->> 'message', f.output #>> '{value,message}') end as error
     from jobs f
     where ($2::text is null or ${stateOf('f.state')} = $2) and ($3::text is null or f.name = $3)
       and ($4::timestamptz is null or (f.created_on, f.id) < ($4::timestamptz, $5::uuid))
     order by f.created_on desc, f.id desc limit $6`,
    [organizationId ?? null, state ?? null, queue ?? null, createdAt, id, limit + 1],
  )
  return toPage(rows, limit, ({ createdAt: at, id: last }) => [at, last])
}
