import type { PlatformDatabase } from '../database/data-access.ts'

/** A singleton as its lease tells. */
export interface SingletonReport {
  readonly name: string
  readonly organizationId: string
  /** Null when the organization is gone. */
  readonly organizationName: string | null
  readonly key: string
  /** The host that holds the lease; null while nobody does. */
  readonly host: string | null
  readonly token: string
  readonly state: 'running' | 'restarting' | 'stopped'
  readonly leaseUntil: string
  readonly startedAt: string | null
  readonly restarts: number
  readonly lastError: string | null
  /** Bytes its host's process needs, all that runs there together. */
  readonly hostMemory: number | null
}

export async function listSingletons(
  platform: PlatformDatabase,
  organizationId?: string,
): Promise<SingletonReport[]> {
  return platform.asSystem<SingletonReport>(
    `select l.name, l.organization_id as "organizationId",
       (select o.name from platform.organizations o where o.id = l.organization_id) as "organizationName", l.key,
       case when l.holder is not null and l.lease_until > clock_timestamp() then coalesce(l.host_name, l.holder::text) end as host,
       l.token::text as token,
       case when l.holder is null or l.lease_until < clock_timestamp() then 'stopped' else l.state end as state,
       to_json(l.lease_until) #>> '{}' as "leaseUntil", to_json(l.started_at) #>> '{}' as "startedAt",
       l.restarts, l.last_error as "lastError", l.host_memory::float8 as "hostMemory"
     from platform.singleton_leases l where $1::uuid is null or l.organization_id = $1
     order by l.name, l.organization_id, l.key`,
    [organizationId ?? null],
  )
}
