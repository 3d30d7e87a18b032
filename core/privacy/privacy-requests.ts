import type { PlatformDatabase } from '../database/data-access.ts'
import { LEASE_SECONDS } from '../jobs/lease.ts'
import type { Person } from './person.ts'
import type { PrivacyReport } from './privacy-report.ts'

export type RequestStatus = 'waiting' | 'running' | 'completed' | 'incomplete' | 'refused'

export interface PrivacyRequest {
  readonly id: string
  readonly kind: 'export' | 'erase'
  /** Empty once the person is erased. */
  readonly subject: Person
  readonly status: RequestStatus
  /** 0 to 1. */
  readonly progress: number
  readonly message: string | null
  readonly report: PrivacyReport
  readonly fileId: string | null
  readonly requestedBy: string | null
  readonly createdAt: string
  readonly finishedAt: string | null
}

/** A request that this host works on, for as long as it renews its lease. */
export interface ClaimedRequest extends PrivacyRequest {
  readonly organizationId: string
  readonly attempts: number
  readonly token: string
}

const COLUMNS = `r.id, r.kind, r.subject, r.status, r.progress::float8 as progress, r.message, r.report, r.file_id as "fileId",
  r.requested_by as "requestedBy", to_json(r.created_at) #>> '{}' as "createdAt", to_json(r.finished_at) #>> '{}' as "finishedAt"`

export async function createRequest(
  platform: PlatformDatabase,
  {
    organizationId,
    kind,
    person,
    actorId,
  }: {
    readonly organizationId: string
    readonly kind: 'export' | 'erase'
    readonly person: Person
    readonly actorId: string
  },
): Promise<PrivacyRequest> {
  const [request] = await platform.inOrganization<PrivacyRequest>(
    organizationId,
    `insert into platform.privacy_requests as r (organization_id, kind, subject, requested_by) values ($1, $2, $3, $4) returning ${COLUMNS}`,
    [organizationId, kind, JSON.stringify(person), actorId],
  )
  if (request === undefined) throw new Error('An insert into platform.privacy_requests returned no row')
  return request
}

/** Newest first. @param id only this one */
export function readRequests(
  platform: PlatformDatabase,
  organizationId: string,
  {
    id = null,
    before = null,
    limit,
  }: { readonly id?: string | null; readonly before?: string | null; readonly limit: number },
): Promise<PrivacyRequest[]> {
  return platform.inOrganization<PrivacyRequest>(
    organizationId,
    `select ${COLUMNS} from platform.privacy_requests r
     where r.organization_id = $1 and ($2::uuid is null or r.id = $2) and ($3::uuid is null or r.id < $3)
     order by r.id desc limit $4`,
    [organizationId, id, before, limit],
  )
}

/** Takes the oldest request that nobody works on, or whose worker has not been heard of. */
export async function claimRequest(platform: PlatformDatabase): Promise<ClaimedRequest | undefined> {
  const [claimed] = await platform.asSystem<ClaimedRequest>(
    `update platform.privacy_requests r
     set status = 'running', attempts = r.attempts + 1, lease_token = gen_random_uuid(), lease_until = now() + $1 * interval '1 s'
     where r.id = (
       select o.id from platform.privacy_requests o
       where o.status = 'waiting' and (o.lease_until is null or o.lease_until < now()) or o.status = 'running' and o.lease_until < now()
       order by o.created_at limit 1 for update skip locked)
     returning ${COLUMNS}, r.organization_id as "organizationId", r.attempts, r.lease_token as token`,
    [LEASE_SECONDS],
  )
  return claimed
}

/** What is changed of a request while it is worked on. */
export interface RequestChange {
  readonly status?: RequestStatus
  readonly progress?: number
  readonly message?: string | null
  readonly report?: PrivacyReport
  readonly fileId?: string
  readonly subject?: Person
  /** Seconds until it may be claimed again, when it goes back to waiting. */
  readonly retryAfter?: number
}

/** Writes and renews the lease. @returns false when another worker has the request by now */
export async function updateRequest(
  platform: PlatformDatabase,
  { id, token }: Pick<ClaimedRequest, 'id' | 'token'>,
  change: RequestChange,
): Promise<boolean> {
  const rows = await platform.asSystem(
    `update platform.privacy_requests set
       status = coalesce($3, status), progress = coalesce($4, progress), message = coalesce($5, message),
       report = coalesce($6, report), file_id = coalesce($7, file_id), subject = coalesce($8, subject),
       finished_at = case when $3 in ('completed', 'incomplete', 'refused') then now() end,
       lease_until = now() + coalesce($9, $10::float8) * interval '1 s'
     where id = $1 and lease_token = $2 and status = 'running' returning 1`,
    [
      id,
      token,
      change.status ?? null,
      change.progress ?? null,
      change.message ?? null,
      change.report === undefined ? null : JSON.stringify(change.report),
      change.fileId ?? null,
      change.subject === undefined ? null : JSON.stringify(change.subject),
      change.retryAfter ?? null,
      LEASE_SECONDS,
    ],
  )
  return rows.length > 0
}

/** Empties what earlier requests say of a person. @returns the archives that were made for them */
export async function forgetRequests(
  platform: PlatformDatabase,
  organizationId: string,
  person: Person,
): Promise<string[]> {
  const rows = await platform.asSystem<{ fileId: string | null }>(
    `update platform.privacy_requests set subject = '{}', message = null
     where organization_id = $1 and status in ('completed', 'incomplete', 'refused')
       and (subject ->> 'email' = $2 or subject ->> 'phone' = $3 or subject ->> 'userId' = $4)
     returning file_id as "fileId"`,
    [organizationId, person.email ?? null, person.phone ?? null, person.userId ?? null],
  )
  return rows.flatMap(({ fileId }) => (fileId === null ? [] : [fileId]))
}
