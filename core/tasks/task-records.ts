import { conflict } from '@wasla/sdk'
import type { PlatformDatabase, PlatformQuery } from '../database/data-access.ts'
import { LEASE_SECONDS } from '../jobs/lease.ts'

export type TaskKind = 'purge' | 'export'

/** What went wrong: a problem's code, and its words for whoever has none of their own for it. */
export interface TaskFailure {
  readonly code: string
  readonly message: string
}

/** Long work of the platform that somebody asked for. */
export interface Task {
  readonly id: string
  /** The module that is purged; the list that is exported. */
  readonly subject: string
  readonly input: unknown
  readonly status: 'waiting' | 'running' | 'completed' | 'failed'
  /** Rows so far. */
  readonly processed: number
  readonly result: unknown
  readonly failure: TaskFailure | null
  readonly fileId: string | null
  readonly requestedBy: string
  readonly createdAt: string
  readonly finishedAt: string | null
}

/** A task that this host works on, for as long as it renews its lease. */
export interface ClaimedTask extends Task {
  readonly kind: TaskKind
  readonly organizationId: string
  readonly attempts: number
  readonly token: string
}

const COLUMNS = `t.id, t.subject, t.input, t.status, t.processed::float8 as processed, t.result, t.failure, t.file_id as "fileId",
  t.requested_by as "requestedBy", to_json(t.created_at) #>> '{}' as "createdAt", to_json(t.finished_at) #>> '{}' as "finishedAt"`

export interface TaskOrder {
  readonly organizationId: string
  readonly kind: TaskKind
  readonly subject: string
  readonly input: object
  readonly requestedBy: string
}

/** @throws conflict `task_under_way` */
export async function createTask(
  platform: PlatformDatabase,
  { organizationId, kind, subject, input, requestedBy }: TaskOrder,
): Promise<Task> {
  const [task] = await platform.inOrganization<Task>(
    organizationId,
    `insert into platform.tasks as t (organization_id, kind, subject, input, requested_by) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning ${COLUMNS}`,
    [organizationId, kind, subject, JSON.stringify(input), requestedBy],
  )
  if (task !== undefined) return task
  throw conflict(
    'task_under_way',
    `The same is under way for "${subject}" already, so it was not begun once more; wait for its end, and look at what came of it.`,
  )
}

export interface TaskFilter {
  readonly kind: TaskKind
  readonly requestedBy?: string
  readonly id?: string
}

/** Newest first, those that ended within a week. */
export function readTasks(
  platform: PlatformDatabase,
  organizationId: string,
  { kind, requestedBy, id }: TaskFilter,
): Promise<Task[]> {
  return platform.inOrganization<Task>(
    organizationId,
    `select ${COLUMNS} from platform.tasks t
     where t.organization_id = $1 and t.kind = $2 and ($3::uuid is null or t.requested_by = $3) and ($4::uuid is null or t.id = $4)
       and (t.finished_at is null or t.finished_at > now() - interval '7 days')
     order by t.id desc limit 100`,
    [organizationId, kind, requestedBy ?? null, id ?? null],
  )
}

/** Takes the oldest task that nobody works on, of an organization of which no other one runs: one keeps no other waiting. */
export async function claimTask(platform: PlatformDatabase): Promise<ClaimedTask | undefined> {
  const [claimed] = await platform.asSystem<ClaimedTask>(
    `update platform.tasks t
     set status = 'running', attempts = t.attempts + 1, lease_token = gen_random_uuid(), lease_until = now() + $1 * interval '1 s'
     where t.id = (
       select o.id from platform.tasks o
       where o.status in ('waiting', 'running') and (o.lease_until is null or o.lease_until < now()) and not exists (
         select from platform.tasks r
         where r.organization_id = o.organization_id and r.status = 'running' and r.lease_until >= now())
       order by o.created_at limit 1 for update skip locked)
     returning ${COLUMNS}, t.kind, t.organization_id as "organizationId", t.attempts, t.lease_token as token`,
    [LEASE_SECONDS],
  )
  return claimed
}

/** What is changed of a task while it is worked on. */
export interface TaskChange {
  readonly status?: Task['status']
  readonly processed?: number
  readonly result?: object
  readonly failure?: TaskFailure
  readonly fileId?: string
  /** Seconds until it may be claimed again, when it goes back to waiting. */
  readonly retryAfter?: number
}

/** Writes and renews the lease. @returns false when another worker has the task by now, or nobody wants it any more */
export async function updateTask(
  query: PlatformQuery,
  { id, token }: Pick<ClaimedTask, 'id' | 'token'>,
  change: TaskChange,
): Promise<boolean> {
  const rows = await query(
    `update platform.tasks set
       status = coalesce($3, status), processed = coalesce($4, processed), result = coalesce($5, result), failure = coalesce($6, failure),
       file_id = coalesce($7, file_id), finished_at = case when $3 in ('completed', 'failed') then now() end,
       lease_until = now() + coalesce($8, $9::float8) * interval '1 s'
     where id = $1 and lease_token = $2 and status = 'running' returning 1`,
    [
      id,
      token,
      change.status ?? null,
      change.processed ?? null,
      change.result === undefined ? null : JSON.stringify(change.result),
      change.failure === undefined ? null : JSON.stringify(change.failure),
      change.fileId ?? null,
      change.retryAfter ?? null,
      LEASE_SECONDS,
    ],
  )
  return rows.length > 0
}

/** Takes tasks off the record, whether they ended or not: who works on one finds out. @returns the files that were made for them */
export async function forgetTasks(
  platform: PlatformDatabase,
  organizationId: string,
  { kind, requestedBy, id }: TaskFilter,
): Promise<{ readonly id: string; readonly fileId: string | null }[]> {
  return platform.asSystem(
    `delete from platform.tasks where organization_id = $1 and kind = $2 and ($3::uuid is null or requested_by = $3)
       and ($4::uuid is null or id = $4) returning id, file_id as "fileId"`,
    [organizationId, kind, requestedBy ?? null, id ?? null],
  )
}

/** Of all organizations, what ended so long ago that no page shows it. */
export async function sweepTasks(platform: PlatformDatabase): Promise<void> {
  await platform.asSystem(`delete from platform.tasks where finished_at < now() - interval '7 days'`)
}
