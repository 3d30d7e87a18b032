import type { PlatformDatabase } from '../../database/data-access.ts'

/** A tenant table of a module, as the database's own catalog tells it: the module's code is not asked. */
export interface ModuleTable {
  readonly name: string
  /** Quoted, with its schema. */
  readonly qualified: string
  /** The columns of its primary key, quoted, and their types; none when it has no primary key. */
  readonly keys: readonly { readonly column: string; readonly type: string }[]
}

export function readModuleTables(platform: PlatformDatabase, moduleId: string): Promise<ModuleTable[]> {
  return platform.asSystem<ModuleTable>(
    `select c.relname as name, format('%I.%I', n.nspname, c.relname) as qualified,
       coalesce((
         select jsonb_agg(jsonb_build_object(
           'column', format('%I', a.attname), 'type', format_type(a.atttypid, a.atttypmod)) order by k.position)
         from pg_index i
         cross join lateral unnest(i.indkey::int2[]) with ordinality as k (attnum, position)
         join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
         where i.indrelid = c.oid and i.indisprimary
       ), '[]') as keys
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition
       and exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'organization_id' and not o.attisdropped)
     order by c.relname`,
    [moduleId.replaceAll('-', '_')],
  )
}
