import { MikroORM } from '@mikro-orm/postgresql'
import type { ExpectedColumn } from '@wasla/migrations'
import type { AnyEntity } from '@wasla/sdk'

/** The columns that a plugin's entities speak of, as PostgreSQL would name and type them. */
export function entityColumns(entities: readonly AnyEntity[]): ExpectedColumn[] {
  if (entities.length === 0) return []
  // The constructor connects to nothing; only the metadata is read.
  const orm = new MikroORM({ entities: [...entities], dbName: 'unused', ensureDatabase: false })
  return [...orm.getMetadata().getAll().values()].flatMap(({ tableName, properties }) =>
    Object.values(properties)
      .filter(({ persist = true }) => persist)
      .flatMap(({ fieldNames = [], columnTypes = [], nullable = false }) =>
        fieldNames.map((column, at) => ({
          table: tableName,
          column,
          type: columnTypes[at] ?? 'text',
          nullable,
        })),
      ),
  )
}
