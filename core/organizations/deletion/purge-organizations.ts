import type { HostLogger } from '../../contexts/actor.ts'
import type { PlatformDatabase, PlatformQuery } from '../../database/data-access.ts'

// What the law holds is kept, whatever the owner wishes.
const DUE = `
  o.delete_after <= now() and not exists (
    select from platform.legal_holds h
    where h.organization_id = o.id and h.released_at is null and (h.until is null or h.until >= current_date))`

const TENANT_TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
  where c.relkind in ('r', 'p') and not c.relispartition
    and (n.nspname = 'platform' or n.nspname in (select replace(m.id, '-', '_') from platform.modules m))
    -- Files keep their rows until the sweep has removed what they stand for.
    and c.oid not in ('platform.organizations'::regclass, 'platform.audit_log'::regclass,
      'platform.files'::regclass, 'platform.file_usage'::regclass)
  order by n.nspname = 'platform', c.oid desc`

/**
 * Deletes for good the organizations whose time of grace is over: all that modules and platform hold of them. Of the audit
 * trail stays which rows there were, not what they held.
 * @returns how many
 */
export async function purgeOrganizations(platform: PlatformDatabase, log: HostLogger): Promise<number> {
  const due = await platform.asSystem<{ id: string }>(
    `select o.id from platform.organizations o where ${DUE} order by o.delete_after limit 20`,
  )
  let purged = 0
  for (const { id } of due) {
    const done = await platform.transaction((query) => purge(query, id))
    if (!done) continue
    purged += 1
    log.info({ organizationId: id }, 'An organization was deleted, as its owner had asked')
  }
  return purged
}

async function purge(query: PlatformQuery, organizationId: string): Promise<boolean> {
  // Another host may be at it, or the owner may have changed their mind.
  const [still] = await query(
    `select o.id from platform.organizations o where o.id = $1 and ${DUE} for update skip locked`,
    [organizationId],
  )
  if (still === undefined) return false
  await query(`select set_config('app.organization_id', $1, true)`, [organizationId])
  const tables = await query<{ name: string }>(TENANT_TABLES)
  // In one statement, so that foreign keys between them are looked at when all of it is done.
  const parts = tables.map(
    ({ name }, index) => `p${index} as (delete from ${name} where organization_id = $1)`,
  )
  await query(`with ${parts.join(', ')} select`, [organizationId])
  await query(`delete from pgboss.job where group_id = $1::uuid::text and state <> 'active'`, [
    organizationId,
  ])
  await query('delete from platform.organizations where id = $1', [organizationId])
  await query(
    'update platform.audit_log set before = null, after = null, salt = null where organization_id = $1',
    [organizationId],
  )
  return true
}
