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

/** Takes those leases that nobody holds; every new holder gets a greater token. */
export async function claimLeases(
  platform: PlatformDatabase,
  holder: string,
  leaseMs: number,
  keys: readonly SingletonKey[],
): Promise<HeldLease[]> {
  const rows = await platform.asSystem<LeaseRow>(
    `insert into platform.singleton_leases as l (name, organization_id, key, holder, token, lease_until)
     select k.name, k.organization_id, k.key, $1, 1, clock_timestamp() + $2 * interval '1 ms'
     from unnest($3::text[], $4::uuid[], $5::text[]) as k (name, organization_id, key)
     order by k.name, k.organization_id, k.key
     on conflict (name, organization_id, key) do update
       set holder = excluded.holder, token = l.token + 1, lease_until = excluded.lease_until
       where l.holder is null or l.lease_until < clock_timestamp()
     returning l.name, l.organization_id, l.key, l.token::text as token`,
    [holder, leaseMs, ...columns(keys)],
  )
  return rows.map(toLease)
}

/**
 * Prolongs leases and returns those that are still held; the others were lost. One under which a unit of work is just
 * being written is not waited for, and not `renewed`.
 */
export async function renewLeases(
  platform: PlatformDatabase,
  holder: string,
  leaseMs: number,
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
       update platform.singleton_leases l set lease_until = clock_timestamp() + $2 * interval '1 ms'
       from free f where l.name = f.name and l.organization_id = f.organization_id and l.key = f.key
       returning l.name, l.organization_id, l.key
     )
     select o.name, o.organization_id, o.key, o.token::text as token, r.name is not null as renewed
     from ours o left join renewed r using (name, organization_id, key)`,
    [holder, leaseMs, ...columns(leases), leases.map(({ token }) => token.toString())],
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
