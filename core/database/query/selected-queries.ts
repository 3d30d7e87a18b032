import type { AnyEntity, PreparedQuery, Query, QueryBuilder } from '@wasla/sdk'
import {
  AliasNode,
  type Expression,
  IdentifierNode,
  isCompilable,
  type OperationNode,
  ReferenceNode,
  SelectAllNode,
  type SelectQueryBuilder,
  SelectQueryNode,
  sql,
  TableNode,
} from 'kysely'
import { LRUCache } from 'lru-cache'
import type { TableMap, TableShape } from './table-map.ts'

type Builder = QueryBuilder<readonly AnyEntity[]>
type Build = PreparedQuery<Builder, unknown>['prepared']['build']
type Given = Readonly<Record<string, unknown>>
type Known<Made> = WeakMap<Build, LRUCache<string, { readonly made: Made }>>
type Select = SelectQueryBuilder<Record<string, Record<string, unknown>>, string, Record<string, unknown>>

/** Of which properties of a row the values are read; nothing: of all. */
export type Columns = ReadonlySet<string> | undefined

/** What the related rows of one parent are, and which of its values is the parent's id. */
export interface RelatedQuery {
  readonly build: Build
  readonly of: string
  readonly columns: Columns
}

/** Under which name the id of its parent stands in a related row. */
export const PARENT = '~parent'

const PAGE = 'page.'
const RELATED = 'related.'
const IDS = 'ids'
const SHOWN = 'shown'

/** So many column sets of one query are kept: clients choose them. */
const KEPT = 200

/**
 * Makes of prepared queries others, which read fewer columns, or the related rows of many parents. The same question gives the
 * same function, so that its SQL is written once.
 */
export class SelectedQueries {
  readonly #map: TableMap
  readonly #builder: Builder
  readonly #plain = new WeakMap() as Known<boolean>
  readonly #narrowed = new WeakMap() as Known<Build>
  readonly #ofIds = new WeakMap() as Known<Build>
  readonly #ofPages = new WeakMap<Build, Known<Build>>()

  constructor(map: TableMap, builder: Builder) {
    this.#map = map
    this.#builder = builder
  }

  /** The same rows with only these columns, if it selects all of one table; otherwise as it is. */
  narrowed(build: Build, columns: Columns): Build {
    if (columns === undefined) return build
    return remembered(this.#narrowed, build, [...columns].join(), () => (builder: Builder, given: Given) => {
      const query = build(builder, given)
      const table = this.#tableOf(query)
      return table === undefined ? query : this.#narrow(query, table, columns)
    })
  }

  /** The related rows of the parents whose ids are given as `ids`, each with its parent's; other values go by `relatedValues`. */
  ofIds({ build, of, columns }: RelatedQuery): Build {
    const name = `${of} ${columns === undefined ? '*' : [...columns].join()}`
    return remembered(this.#ofIds, build, name, () => (builder: Builder, given: Given) => {
      const ids = given[IDS] as Expression<readonly string[]>
      const each = sql`unnest(${ids}::uuid[])`.as(sql`each(key)`)
      return this.#eachWith(builder, each, { build, of, columns }, given)
    })
  }

  /** The same of the parents that a page shows: every one of them is in it, also those without related rows. */
  ofPage(page: Build, key: string, related: RelatedQuery): Build {
    const { build, of, columns } = related
    let known = this.#ofPages.get(page)
    if (known === undefined) this.#ofPages.set(page, (known = new WeakMap() as Known<Build>))
    const name = `${key} ${of} ${columns === undefined ? '*' : [...columns].join()}`
    return remembered(known, build, name, () => (builder: Builder, given: Given) => {
      const shown = asSelect(page(builder, valuesUnder(PAGE, given)))
        .clearSelect()
        .select(`${key} as key`)
        .limit(given[SHOWN] as Expression<number>)
      // Ids of a table's own rows are unique; others a page may show twice.
      const keys =
        key === 'id'
          ? shown
          : (builder as unknown as SelectFrom).selectFrom(shown.as('shown')).select('shown.key').distinct()
      return this.#eachWith(builder, keys.as('each'), related, given)
    })
  }

  /** Whether a query, with these of its values, selects all of one table that has this property, and nothing else. */
  selectsAll(build: Build, values: object, property: string): boolean {
    const given = Object.entries(values).filter(([, value]) => value !== undefined)
    const name = `${property} ${given.map(([value]) => value).join()}`
    return remembered(this.#plain, build, name, () => {
      const stands = Object.fromEntries(given.map(([value, one]) => [value, sql.val(one)]))
      return this.#tableOf(build(this.#builder, stands))?.columns.has(property) ?? false
    })
  }

  #eachWith(builder: Builder, each: unknown, { build, of, columns }: RelatedQuery, given: Given): Select {
    const query = build(builder, { ...valuesUnder(RELATED, given), [of]: sql.ref('each.key') })
    const table = this.#tableOf(query)
    if (table === undefined || !table.columns.has('id')) {
      throw new Error(
        'The query of a relatedRows or relatedRow field selects something else than all of one table with an id, so the platform cannot read it for a whole list; write it with selectFrom and selectAll.',
      )
    }
    const wanted = columns === undefined ? undefined : new Set([...columns, 'id'])
    const selected = this.#propertiesIn(table, wanted)
    return (builder as unknown as SelectFrom)
      .selectFrom(each)
      .leftJoinLateral(asSelect(query).clearSelect().select(selected).as('related'), (join) => join.onTrue())
      .select([`each.key as ${PARENT}`, ...selected.map((property) => `related.${property}`)])
  }

  #narrow(query: Query<unknown>, table: TableShape, columns: ReadonlySet<string>): Select {
    return asSelect(query).clearSelect().select(this.#propertiesIn(table, columns))
  }

  /** In the table's order, so that one choice is one SQL; all of them where one is no column. */
  #propertiesIn(table: TableShape, columns: Columns): readonly string[] {
    const all = [...table.columns.keys()]
    if (columns === undefined || columns.size === 0) return all
    for (const property of columns) if (!table.columns.has(property)) return all
    return all.filter((property) => columns.has(property))
  }

  /** The table of a query that selects all of it; what joins, groups, combines or computes stays as its author wrote it. */
  #tableOf(query: Query<unknown>): TableShape | undefined {
    if (!isCompilable(query) || !('toOperationNode' in query)) return undefined
    const node = (query as unknown as { toOperationNode(): OperationNode }).toOperationNode()
    if (!SelectQueryNode.is(node)) return undefined
    const { from, selections, joins, groupBy, having, distinctOn, setOperations } = node
    const [source, ...sources] = from?.froms ?? []
    const [selected, ...others] = selections ?? []
    if (source === undefined || selected === undefined || sources.length > 0 || others.length > 0)
      return undefined
    if (joins ?? groupBy ?? having ?? distinctOn ?? setOperations ?? node.with ?? node.explain)
      return undefined
    if ((node.frontModifiers ?? node.endModifiers ?? []).length > 0) return undefined
    const { selection } = selected
    const all = ReferenceNode.is(selection) ? selection.column : selection
    return SelectAllNode.is(all) ? this.#shapeOf(source) : undefined
  }

  #shapeOf(source: OperationNode): TableShape | undefined {
    const table = AliasNode.is(source) && IdentifierNode.is(source.alias) ? source.node : source
    if (!TableNode.is(table) || table.table.schema !== undefined) return undefined
    return this.#map.tables.get(table.table.identifier.name)
  }
}

/** Values of a page and of what is related to as many of its rows as are shown, under names that do not meet. */
export function pageValues(page: object, shown: number, related: object): object {
  return { ...valuesApart(page, related), [SHOWN]: shown }
}

function valuesApart(page: object, related: object): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(page)) values[PAGE + name] = value
  for (const [name, value] of Object.entries(related)) values[RELATED + name] = value
  return values
}

/** Values of what is related to the parents of these ids. */
export function relatedValues(ids: readonly string[], related: object): object {
  return { ...valuesApart({}, related), [IDS]: ids }
}

interface SelectFrom {
  selectFrom(source: unknown): Select
}

const asSelect = (query: Query<unknown>) => query as unknown as Select

function valuesUnder(prefix: string, given: Given): Given {
  const values: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith(prefix)) values[name.slice(prefix.length)] = value
  }
  return values
}

function remembered<Made>(known: Known<Made>, build: Build, name: string, make: () => Made): Made {
  let ofBuild = known.get(build)
  if (ofBuild === undefined) {
    ofBuild = new LRUCache<string, { readonly made: Made }>({ max: KEPT })
    known.set(build, ofBuild)
  }
  let found = ofBuild.get(name)
  if (found === undefined) ofBuild.set(name, (found = { made: make() }))
  return found.made
}
