import type { PlatformDatabase } from '../database/data-access.ts'
import { stateOf, type JobState } from './job-state.ts'

/** A job as those who asked for it see it. */
export interface JobStatus {
  readonly id: string
  readonly job: string
  readonly plugin: string
  readonly state: JobState
  /** 0 to 1. */
  readonly progress: number
  readonly message: string | null
  readonly attempts: number
  readonly createdAt: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
  /** What the job returned, once it is completed. */
  readonly output: unknown
  /** What went wrong last, for those who may not see more. */
  readonly error: { readonly code: string | null; readonly message: string } | null
}

/** Looks a job of an organization up; what belongs to another one is not there. */
export async function jobStatus(
  platform: PlatformDatabase,
  organizationId: string,
  id: string,
): Promise<JobStatus | undefined> {
  const [status] = await jobStatuses(platform, [id], organizationId)
  return status
}

/** Looks jobs up by their ids; those that are gone are left out. */
export async function jobStatuses(
  platform: PlatformDatabase,
  ids: readonly string[],
  organizationId?: string,
): Promise<JobStatus[]> {
  return platform.asSystem<JobStatus>(
    `with found as (
       select j.id, j.name, j.data, j.state::text as state, j.retry_count, j.created_on, j.started_on, j.completed_on, j.output
       from pgboss.job j
       where j.name = any (select queue from platform.job_queues) and j.id = any ($1::uuid[])
         and ($2::text is null or j.group_id = $2)
       union all
       select p.id, p.queue, p.payload -> 'data', 'parked', (p.payload ->> 'retry_count')::int,
         (p.payload ->> 'created_on')::timestamptz, null, null, null
       from platform.parked_jobs p where p.id = any ($1) and ($2::uuid is null or p.organization_id = $2::uuid)
     )
     select distinct on (f.id) f.id, f.name as job, f.data ->> 'plugin' as plugin,
       ${stateOf('f.state')} as state,
       case f.state when 'completed' then 1 else coalesce(p.fraction, 0) end::float8 as progress, p.message,
       f.retry_count + case when f.started_on is null then 0 else 1 end as attempts,
       to_json(f.created_on) #>> '{}' as "createdAt", to_json(f.started_on) #>> '{}' as "startedAt",
       to_json(f.completed_on) #>> '{}' as "finishedAt",
       case f.state when 'completed' then f.output end as output,
       case when f.state in ('failed', 'retry') and f.output is not null
         then jsonb_build_object('code', f.output ->> 'code',
           'message', coalesce(f.output ->> 'message', f.output #>> '{value,message}', 'no reason was given')) end as error
     from found f left join platform.job_progress p on p.job_id = f.id`,
    [ids, organizationId ?? null],
  )
}
