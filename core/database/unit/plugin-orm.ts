import type { LoadedPlugin } from '../../kernel/module.ts'
import { type EntityMetadata, MikroORM, raw, type Transaction } from '@mikro-orm/postgresql'
import type { EntityManager } from '@mikro-orm/postgresql'
import { type CompiledQuery, type Dialect, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type QueryResult } from 'kysely'
import { BuildOnlyDriver } from '../query/query-builder.ts'
import { rowCount } from '../statements/statement.ts'
import type { UnitTransaction } from './unit-transaction.ts'

/** MikroORM over one plugin's entities. It has no connection of its own. */
export function createPluginOrm(plugin: Pick<LoadedPlugin, 'definition' | 'schema'>): MikroORM {
  return new MikroORM({
    entities: [...(plugin.definition.entities ?? [])],
    schema: plugin.schema,
    dbName: 'wasla',
    ensureDatabase: false,
    implicitTransactions: false,
    driverOptions: buildOnlyDialect,
    discovery: { warnWhenNoEntities: false, onMetadata: stampUpdates },
  })
}

/** An entity manager whose every statement runs in the transaction, under the plugin's role. */
export function entityManagerIn(orm: MikroORM, transaction: UnitTransaction, role: string): EntityManager {
  const em = orm.em.fork()
  const executor = {
    async executeQuery({ sql, parameters }: CompiledQuery): Promise<QueryResult<unknown>> {
      const [result] = await transaction.run(role, [{ text: sql, values: parameters }])
      const changed = result !== undefined && /^(INSERT|UPDATE|DELETE|MERGE)/.test(result.tag)
      return { rows: result?.rows ?? [], numAffectedRows: changed ? BigInt(rowCount(result)) : undefined }
    },
  }
  em.setTransactionContext(executor as unknown as Transaction)
  return em
}

const buildOnlyDialect: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new BuildOnlyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
}

/** The trigger sets the column anyway; set here too, the loaded entity learns the new value. */
function stampUpdates(entity: EntityMetadata): void {
  const updatedAt = entity.properties.updatedAt
  if (updatedAt !== undefined && entity.properties.organizationId !== undefined) updatedAt.onUpdate ??= () => raw('now()')
}
