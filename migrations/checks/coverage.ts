import type pg from 'pg'

/** What keeps one table's organizations apart. Nothing missing is as it should be. */
export interface CoverageRow {
  schema: string
  table: string
  missing: CoverageGap[]
}

export type CoverageGap =
  | 'organization_id'
  | 'row_level_security'
  | 'tenant_policy'
  | 'system_policy'
  | 'audit_triggers'
  | 'tenant_key'

/**
 * Looks at every table in the plugins' schemas and at the platform's tables with organization_id.
 * Tables marked `wasla:shared` hold no organization's rows and are left out.
 */
export async function checkCoverage(client: pg.Client): Promise<CoverageRow[]> {
  return (await client.query<CoverageRow>(coverageQuery)).rows
}

// The tenant policy's text is compared, too: a policy of that name that says "true" protects nothing.
const coverageQuery = `
  with tables as (
    select c.oid, n.nspname as schema, c.relname as table, n.nspname = 'platform' as of_platform,
      coalesce(obj_description(c.oid, 'pg_class'), '') as remark, c.relrowsecurity and c.relforcerowsecurity as forced,
      platform.has_column(c.oid, 'organization_id') as has_organization,
      platform.has_column(c.oid, 'id') as has_id
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and (n.nspname = 'platform' or n.nspname in (select replace(id, '-', '_') from platform.modules))
  ), policies as (
    select t.oid,
      coalesce(bool_or(p.polname = 'tenant' and p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
        and pg_get_expr(p.polqual, t.oid) = pg_get_expr(p.polwithcheck, t.oid)
        and pg_get_expr(p.polqual, t.oid) ~ '^\\(organization_id = \\( SELECT .*app\\.organization_id'), false)
        and count(*) filter (where p.polname not in ('tenant', 'system') and p.polpermissive) = 0 as tenant,
      coalesce(bool_or(p.polname = 'system' and p.polroles = array[to_regrole('wasla_system')::oid]), false) as system
    from tables t left join pg_policy p on p.polrelid = t.oid
    group by t.oid
  )
  select t.schema, t.table, array_remove(array[
    case when not t.has_organization then 'organization_id' end,
    case when not t.forced then 'row_level_security' end,
    case when not p.tenant then 'tenant_policy' end,
    case when not p.system then 'system_policy' end,
    case when not t.of_platform and t.remark not like '%wasla:unaudited%' and (
      select count(*) from pg_trigger g
      where g.tgrelid = t.oid and g.tgenabled = 'O' and g.tgfoid = 'platform.audit_trigger()'::regprocedure
    ) < 3 then 'audit_triggers' end,
    case when not t.of_platform and t.has_id and not platform.has_tenant_key(t.oid) then 'tenant_key' end
  ], null) as missing
  from tables t join policies p using (oid)
  where t.remark not like '%wasla:shared%' and (not t.of_platform or t.has_organization)
  order by t.schema, t.table`
