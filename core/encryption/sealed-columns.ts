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
  /** What the value was bound to when it was sealed. @param path inside the JSON */
  readonly place: (key: readonly string[], path: readonly string[]) => string
}

const settings: SealedColumn = {
  table: 'platform.settings',
  keys: ['organization_id', 'plugin_id'],
  column: 'value',
  form: 'json',
  place: (key, path) => [...key, ...path].join('/'),
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
  return [settings, ...found.map(({ table, keys, column }): SealedColumn => ({
    table, keys, column, form: 'text', place: (key) => `${table} ${key.join('/')}`,
  }))]
}
