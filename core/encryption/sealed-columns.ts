import type { PlatformDatabase } from '../database/data-access.ts'

/** A column in which sealed values stand. */
export interface SealedColumn {
  /** With its schema. */
  readonly table: string
  /** The columns of its primary key. */
  readonly keys: readonly string[]
  readonly column: string
  /** `json`: anywhere inside, as `{"$sealed": "…"}`. */
  readonly form: 'text' | 'json'
  /** The columns whose values the sealed value is bound to. */
  readonly boundTo: readonly string[]
  /** What it was bound to when it was sealed. @param path inside the JSON */
  readonly place: (bound: readonly string[], path: readonly string[]) => string
}

const settings: SealedColumn = {
  table: 'platform.settings',
  keys: ['organization_id', 'plugin_id'],
  column: 'value',
  form: 'json',
  boundTo: ['organization_id', 'plugin_id'],
  place: (bound, path) => [...bound, ...path].join('/'),
}

/** Columns that are bound to something else than their row's primary key. */
const BOUND_TO: Readonly<Record<string, readonly string[]>> = {
  'platform.sign_in_providers.sealed_client_secret': ['organization_id'],
}

/**
 * All columns that hold sealed values: besides settings, every `sealed_…` column of the platform, whose values are bound to
 * the table's name and the row's primary key (`platform.totp_secrets 0199…`).
 */
export async function readSealedColumns(platform: PlatformDatabase): Promise<SealedColumn[]> {
  const found = await platform.asSystem<{ table: string; keys: string[]; column: string }>(
    `select format('%I.%I', n.nspname, c.relname) as table, a.attname::text as column,
       array(select k.attname::text from unnest(i.indkey::int2[]) with ordinality as p (attnum, position)
         join pg_attribute k on k.attrelid = c.oid and k.attnum = p.attnum order by p.position) as keys
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     join pg_index i on i.indrelid = c.oid and i.indisprimary
     where n.nspname = 'platform' and c.relkind in ('r', 'p') and not c.relispartition
       and a.attname like 'sealed\\_%' and a.atttypid = 'text'::regtype
     order by 1, 2`,
  )
  return [
    settings,
    ...found.map(
      ({ table, keys, column }): SealedColumn => ({
        table,
        keys,
        column,
        form: 'text',
        boundTo: BOUND_TO[`${table}.${column}`] ?? keys,
        place: (bound) => `${table} ${bound.join('/')}`,
      }),
    ),
  ]
}
