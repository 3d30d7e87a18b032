import { type DatabaseConnection, type Driver, Kysely, PostgresAdapter, PostgresIntrospector } from 'kysely'
import { PluginQueryCompiler } from './plugin-query-compiler.ts'
import type { TableMap } from './table-map.ts'

/** Kysely that builds queries for one plugin and cannot run them. */
export function createQueryBuilder(map: TableMap): Kysely<Record<string, Record<string, unknown>>> {
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new BuildOnlyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PluginQueryCompiler(map),
    },
  })
}

/** Outside the scoped data path a statement would run as the login role, in no organization. */
export class BuildOnlyDriver implements Driver {
  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    throw new Error(
      'A query was executed by the builder itself, which has no organization and no role: return it to ctx.db.read, ctx.db.command or unit.execute instead.',
    )
  }

  async beginTransaction(): Promise<void> {}
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}
