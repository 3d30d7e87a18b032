import { type EntityManager, type EntityMetadata, MikroORM, type Transaction } from '@mikro-orm/postgresql'
import {
  type CompiledQuery,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { LoadedPlugin } from '../../kernel/module.ts'
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
    discovery: { warnWhenNoEntities: false, onMetadata: readBackUpdatedAt },
    // Its batched update looks at versions first and then updates without them, so that of two only one would be lost.
    useBatchUpdates: false,
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

/** A trigger sets `updated_at`; read back like a generated column, the loaded entity learns it. */
function readBackUpdatedAt(entity: EntityMetadata): void {
  const updatedAt = entity.properties.updatedAt
  if (updatedAt !== undefined && entity.properties.organizationId !== undefined)
    updatedAt.generated ??= 'by trigger'
}
