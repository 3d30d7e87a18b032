import type { PlatformDatabase } from '../database/data-access.ts'

/** What one singleton runs for. */
export interface SingletonKey {
  readonly name: string
  readonly organizationId: string
  readonly key: string
}

export interface HeldLease extends SingletonKey {
  readonly token: bigint
}

interface LeaseRow {
  readonly name: string
  readonly organization_id: string
  readonly key: string
  readonly token: string
}

/** Who holds leases, and for how long. */
export interface LeaseHolder {
  readonly id: string
  /** What the operator calls the host. */
  readonly name: string
  readonly leaseMs: number
}

/** Takes those leases that nobody holds; every new holder gets a greater token. */
export async function claimLeases(
  platform: PlatformDatabase,
  { id, name: hostName, leaseMs }: LeaseHolder,
  keys: readonly SingletonKey[],
  atMost: number,
): Promise<HeldLease[]> {
  const rows = await platform.asSystem<LeaseRow>(
    `insert into platform.singleton_leases as l
       (name, organization_id, key, holder, token, lease_until, host_name, started_at)
     select k.name, k.organization_id, k.key, $1, 1, clock_timestamp() + $2 * interval '1 ms', $6, clock_timestamp()
     from unnest($3::text[], $4::uuid[], $5::text[]) as k (name, organization_id, key)
     where not exists (
       select from platform.singleton_leases h
       where h.name = k.name and h.organization_id = k.organization_id and h.key = k.key
         and h.holder is not null and h.lease_until >= clock_timestamp())
     order by k.name, k.organization_id, k.key
     limit $7
     on conflict (name, organization_id, key) do update
       set holder = excluded.holder, token = l.token + 1, lease_until = excluded.lease_until,
         host_name = excluded.host_name, started_at = excluded.started_at, state = 'running', restarts = 0
       where l.holder is null or l.lease_until < clock_timestamp()
     returning l.name, l.organization_id, l.key, l.token::text as token`,
    [id, leaseMs, ...columns(keys), hostName, atMost],
  )
  return rows.map(toLease)
}

/**
 * Prolongs leases and returns those that are still held; the others were lost. One under which a unit of work is just
 * being written is not waited for, and not `renewed`.
 */
export async function renewLeases(
  platform: PlatformDatabase,
  { id, leaseMs }: LeaseHolder,
  leases: readonly HeldLease[],
): Promise<(HeldLease & { readonly renewed: boolean })[]> {
  const rows = await platform.asSystem<LeaseRow & { readonly renewed: boolean }>(
    `with ours as materialized (
       select l.name, l.organization_id, l.key, l.token from platform.singleton_leases l
       join unnest($3::text[], $4::uuid[], $5::text[], $6::bigint[]) as k (name, organization_id, key, token)
         using (name, organization_id, key, token)
       where l.holder = $1
     ), free as materialized (
       select l.name, l.organization_id, l.key from platform.singleton_leases l join ours using (name, organization_id, key)
       where l.holder = $1 and l.token = ours.token
       for no key update of l skip locked
     ), renewed as (
       update platform.singleton_leases l set lease_until = clock_timestamp() + $2 * interval '1 ms', host_memory = $7
       from free f where l.name = f.name and l.organization_id = f.organization_id and l.key = f.key
       returning l.name, l.organization_id, l.key
     )
     select o.name, o.organization_id, o.key, o.token::text as token, r.name is not null as renewed
     from ours o left join renewed r using (name, organization_id, key)`,
    [id, leaseMs, ...columns(leases), leases.map(({ token }) => token.toString()), process.memoryUsage.rss()],
  )
  return rows.map((row) => ({ ...toLease(row), renewed: row.renewed }))
}

/** Lets another host have a lease at once. To be called when the singleton has ended. */
export async function releaseLease(
  platform: PlatformDatabase,
  holder: string,
  { name, organizationId, key, token }: HeldLease,
): Promise<void> {
  await platform.asSystem(
    `update platform.singleton_leases set holder = null, lease_until = clock_timestamp()
     where name = $1 and organization_id = $2 and key = $3 and token = $4 and holder = $5`,
    [name, organizationId, key, token.toString(), holder],
  )
}

/** Notes for the operator how a singleton fares. */
export async function noteRestart(
  platform: PlatformDatabase,
  { name, organizationId, key, token }: HeldLease,
  state: 'running' | 'restarting',
  error?: string,
): Promise<void> {
  await platform.asSystem(
    `update platform.singleton_leases
     set state = $5, restarts = restarts + case $5 when 'restarting' then 1 else 0 end, last_error = coalesce($6, last_error)
     where name = $1 and organization_id = $2 and key = $3 and token = $4`,
    [name, organizationId, key, token.toString(), state, error ?? null],
  )
}

function columns(keys: readonly SingletonKey[]): [string[], string[], string[]] {
  return [
    keys.map(({ name }) => name),
    keys.map(({ organizationId }) => organizationId),
    keys.map(({ key }) => key),
  ]
}

function toLease({ name, organization_id, key, token }: LeaseRow): HeldLease {
  return { name, organizationId: organization_id, key, token: BigInt(token) }
}
