import type { AnyEntity, PreparedQuery, Query, QueryBuilder } from '@wasla/sdk'
import type { MikroORM } from '@mikro-orm/postgresql'
import type { LoadedPlugin } from '../kernel/module.ts'
import { PreparedQueries } from './query/prepared-queries.ts'
import { createQueryBuilder } from './query/query-builder.ts'
import { SelectedQueries } from './query/selected-queries.ts'
import { type TableMap, tableMap } from './query/table-map.ts'
import type { Statement } from './statements/statement.ts'
import type { StatementNames } from './statements/statement-name.ts'
import { Foretellable } from './unit/foretellable.ts'
import { createPluginOrm } from './unit/plugin-orm.ts'

/** Builds a query with the plugin's own Kysely. */
export type Build<Row> = ((sql: QueryBuilder<readonly AnyEntity[]>) => Query<Row>) &
  Partial<Pick<PreparedQuery<QueryBuilder<readonly AnyEntity[]>, Row>, 'prepared'>>

/** What the data path keeps for each plugin. */
export interface PluginRuntime {
  readonly id: string
  readonly role: string
  readonly map: TableMap
  readonly orm: MikroORM
  /** By kind: the plugin's own address kinds. */
  readonly addresses: ReadonlyMap<string, (key: string) => string>
  /** SQL of a select; that of a prepared one is written once. */
  compileRead<Row>(build: Build<Row>): Statement
  /** The same of a prepared one. */
  compilePrepared(prepared: PreparedQuery<QueryBuilder<readonly AnyEntity[]>, unknown>['prepared']): Statement
  /** Its prepared reads with fewer columns, and of many parents. */
  readonly selected: SelectedQueries
  /** SQL of an insert, update or delete; that of a prepared one is written once. */
  compileChange<Row>(build: Build<Row>): Statement
  /** SQL of any query, for a unit of work. */
  compile<Row>(build: Build<Row>): Statement
  /** Which of its prepared inserts may go in one message with what they announce. */
  readonly foretellable: Foretellable
}

type QueryKind = 'SelectQueryNode' | 'InsertQueryNode' | 'UpdateQueryNode' | 'DeleteQueryNode'

const CHANGES: readonly QueryKind[] = ['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode']

export function createPluginRuntime(plugin: LoadedPlugin, names: StatementNames): PluginRuntime {
  const orm = createPluginOrm(plugin)
  const map = tableMap(plugin.schema, orm.getMetadata())
  const builder = createQueryBuilder(map) as unknown as QueryBuilder<readonly AnyEntity[]>
  const write = <Row>(build: Build<Row>, kinds: readonly QueryKind[]) => {
    const { sql, parameters, query } = build(builder).compile()
    if (!kinds.some((kind) => kind === query.kind)) {
      throw new Error(
        `A ${describe(query.kind)} was given where only ${kinds.map(describe).join(', ')} is allowed.`,
      )
    }
    return { text: sql, parameters, name: names.name(sql, plugin.role) }
  }
  const prepared = new PreparedQueries((build) => write(build, ['SelectQueryNode']))
  const preparedChanges = new PreparedQueries((build) => write(build, CHANGES))
  return {
    id: plugin.id,
    role: plugin.role,
    map,
    orm,
    addresses: new Map((plugin.definition.addresses ?? []).map(({ kind, normalize }) => [kind, normalize])),
    compileRead(build) {
      if (build.prepared !== undefined) return prepared.statementOf(build.prepared)
      const { parameters, ...statement } = write(build, ['SelectQueryNode'])
      return { ...statement, values: parameters }
    },
    compilePrepared: (query) => prepared.statementOf(query),
    selected: new SelectedQueries(map, builder),
    compileChange(build) {
      if (build.prepared !== undefined) return preparedChanges.statementOf(build.prepared)
      const { parameters, ...statement } = write(build, CHANGES)
      return { ...statement, values: parameters }
    },
    compile(build) {
      const { text, parameters } = write(build, ['SelectQueryNode', ...CHANGES])
      return { text, values: parameters }
    },
    foretellable: new Foretellable((text) => names.name(text, plugin.role)),
  }
}

function describe(kind: string): string {
  return kind.replace(/(Query)?Node$/, '').toLowerCase()
}
