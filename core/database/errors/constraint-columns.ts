import type { PlatformDatabase } from '../data-access.ts'

/** The columns of constraints and unique indexes; under row-level security the error itself does not tell them. */
export interface ConstraintColumns {
  columns(schema: string, constraint: string): Promise<readonly string[]>
}

const query = `
  select array(
    select a.attname::text from unnest(coalesce(c.conkey, i.indkey::int2[])) with ordinality as k (attnum, position)
    join pg_attribute a on a.attrelid = coalesce(c.conrelid, i.indrelid) and a.attnum = k.attnum
    order by k.position
  ) as columns
  from pg_namespace n
  left join pg_constraint c on c.connamespace = n.oid and c.conname = $2
  left join pg_class x on x.relnamespace = n.oid and x.relname = $2 and x.relkind in ('i', 'I')
  left join pg_index i on i.indexrelid = x.oid
  where n.nspname = $1 and (c.oid is not null or i.indexrelid is not null)
  limit 1`

export function createConstraintColumns(platform: PlatformDatabase): ConstraintColumns {
  const known = new Map<string, readonly string[]>()
  return {
    async columns(schema, constraint) {
      const key = `${schema}.${constraint}`
      const cached = known.get(key)
      if (cached !== undefined) return cached
      const rows = await platform.asSystem<{ columns: string[] }>(query, [schema, constraint]).catch(() => [])
      const columns = rows[0]?.columns ?? []
      if (columns.length > 0) known.set(key, columns)
      return columns
    },
  }
}
