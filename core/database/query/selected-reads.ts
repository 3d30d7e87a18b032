import type { AnyEntity, Database, PreparedQuery, QueryBuilder } from '@wasla/sdk'
import type { DatabaseScope } from '../data-access.ts'
import type { PluginRuntime } from '../plugin-runtime.ts'
import type { RuntimeServices } from '../runtime-services.ts'
import type { ReceivedRows } from '../statements/received-rows.ts'
import type { Statement } from '../statements/statement.ts'
import { refuseAbandoned } from '../unit/abandoned.ts'
import { readTogether } from './read.ts'
import { type Columns, pageValues, PARENT, type RelatedQuery, relatedValues } from './selected-queries.ts'

/** A prepared query of whichever plugin. */
export type AnyPreparedQuery = PreparedQuery<QueryBuilder<readonly AnyEntity[]>, object>
type Prepared = AnyPreparedQuery['prepared']

/** Rows by their parent's id. A parent that was asked for is there, also without any. */
export type RelatedRows = ReadonlyMap<string, readonly object[]>

/** Related rows to read with a page. */
export interface RelatedRead extends RelatedQuery {
  /** The property of the page's rows that is their parent's id. */
  readonly key: string
  readonly values: object
}

/** A page and what is related to its rows, in the order in which it was asked for; nothing where it has to be read on its own. */
export interface SelectedPage {
  readonly rows: ReceivedRows
  readonly related: readonly (ReceivedRows | undefined)[]
}

/** Reads of rows whose reader says beforehand what it looks at. */
export interface SelectedReads {
  /**
   * A page and what is related to its rows in one round trip; nothing related where the page is no plain selection of a table.
   * @param shown how many of its rows are shown: one that tells of more has no need of related ones
   */
  page(
    page: Prepared,
    shown: number,
    columns: Columns,
    related: readonly RelatedRead[],
  ): Promise<SelectedPage>
  related(ids: readonly string[], read: RelatedRead): Promise<RelatedRows>
}

/** Under which key a database of the platform's offers them to the platform; made when they are asked for. */
export const SELECTED_READS = Symbol('selected reads')

export interface OffersSelectedReads {
  readonly [SELECTED_READS]: () => SelectedReads
}

/** The selected reads behind a plugin's database. */
export function selectedReadsOf(database: Database): SelectedReads {
  return (database as Database & OffersSelectedReads)[SELECTED_READS]()
}

const asReceived = (statement: Statement): Statement => ({ ...statement, asReceived: true })

export function selectedReads(
  services: RuntimeServices,
  plugin: PluginRuntime,
  scope: DatabaseScope,
): SelectedReads {
  const { selected } = plugin
  const statement = (build: Prepared['build'], values: object) => plugin.compilePrepared({ build, values })

  return {
    async page({ build, values }, shown, columns, related) {
      refuseAbandoned(scope)
      const together = related.filter(({ key }) => selected.selectsAll(build, values, key))
      const [page, ...others] = await readTogether(services, plugin, scope, [
        asReceived(statement(selected.narrowed(build, columns), values)),
        ...together.map((read) =>
          asReceived(
            statement(selected.ofPage(build, read.key, read), pageValues(values, shown, read.values)),
          ),
        ),
      ])
      if (page?.received === undefined)
        throw new Error('The database did not say of which columns a page is.')
      return { rows: page.received, related: related.map((read) => others[together.indexOf(read)]?.received) }
    },
    async related(ids, read) {
      refuseAbandoned(scope)
      const build = selected.ofIds(read)
      const [result] = await readTogether(services, plugin, scope, [
        statement(build, relatedValues(ids, read.values)),
      ])
      return rowsByParent(result?.rows ?? [])
    },
  }
}

/** Where a parent has no related row, the join left an empty one. */
export function rowsByParent(rows: readonly object[]): RelatedRows {
  const groups = new Map<string, object[]>()
  for (const row of rows as readonly ({ id: unknown } & Record<typeof PARENT, string>)[]) {
    let group = groups.get(row[PARENT])
    if (group === undefined) groups.set(row[PARENT], (group = []))
    if (row.id !== null) group.push(row)
  }
  return groups
}
