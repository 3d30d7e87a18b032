import type { PlatformDatabase } from '../database/data-access.ts'
import { expectedColumns } from '../database/schema/expected-columns.ts'
import type { Registry } from '../kernel/registry.ts'

/**
 * Leaves out modules whose entities name a table or a column that no migration has made: each of their statements would
 * fail, and callers would hear of a fault inside. For authors; hosts that serve others do not spend the time.
 */
export async function checkTables(registry: Registry, platform: PlatformDatabase): Promise<void> {
  const rows = await platform.asSystem<{ place: string }>(
    `select format('%s.%s.%s', n.nspname, c.relname, a.attname) as place
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = any($1) and c.relkind in ('r', 'p')`,
    [registry.plugins.map(({ schema }) => schema)],
  )
  const places = new Set(rows.map(({ place }) => place))
  for (const plugin of registry.plugins) {
    const missing = expectedColumns(plugin).find(
      ({ table, column }) => !places.has(`${plugin.schema}.${table}.${column}`),
    )
    if (missing === undefined) continue
    registry.quarantine(
      plugin.id,
      'migrate',
      'migration_missing',
      `An entity of "${plugin.id}" names the column "${missing.column}" of the table "${missing.table}", which no migration has made; write one with "wasla migration create ${plugin.id} <what-it-does>".`,
    )
  }
}
