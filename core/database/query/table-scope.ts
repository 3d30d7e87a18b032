import {
  AliasNode,
  ColumnNode,
  IdentifierNode,
  type OperationNode,
  ReferenceNode,
  TableNode,
  type SelectQueryNode,
  type UpdateQueryNode,
  type DeleteQueryNode,
  type InsertQueryNode,
  type WithNode,
} from 'kysely'
import type { TableMap, TableShape } from './table-map.ts'

/** A source in FROM: one of the plugin's tables, or `null` for a subquery or common table expression. */
type Source = TableShape | null

/** The names one query level can refer to. */
export class TableScope {
  readonly sources = new Map<string, Source>()
  readonly expressions = new Set<string>()
  /** The query whose level this is. */
  readonly query: OperationNode

  constructor(query: OperationNode) {
    this.query = query
  }
}

/** The nested levels of the query being compiled, the innermost last. */
export class ScopeStack {
  readonly #map: TableMap
  readonly #scopes: TableScope[] = []

  constructor(map: TableMap) {
    this.#map = map
  }

  get current(): TableScope | undefined {
    return this.#scopes.at(-1)
  }

  clear(): void {
    this.#scopes.length = 0
  }

  enter(
    node: SelectQueryNode | UpdateQueryNode | DeleteQueryNode | InsertQueryNode,
    sources: readonly OperationNode[],
  ): void {
    const scope = new TableScope(node)
    this.#scopes.push(scope)
    this.#addExpressions(scope, node.with)
    for (const source of sources) this.#addSource(scope, source)
  }

  leave(): void {
    this.#scopes.pop()
  }

  /** The table a name in FROM position stands for; `undefined` when it is not one of the plugin's. */
  table(name: string): TableShape | undefined {
    if (this.#scopes.some((scope) => scope.expressions.has(name))) return undefined
    return this.#map.tables.get(name)
  }

  /** The column behind a property named without a table; the name itself when it is no property. */
  column(property: string): string {
    for (const scope of this.#scopes.toReversed()) {
      let opaque = false
      for (const source of scope.sources.values()) {
        const column = source?.columns.get(property)
        if (column !== undefined) return column
        opaque ||= source === null
      }
      // A subquery here may well have a column of this name, which then wins over outer levels.
      if (opaque) return property
    }
    return property
  }

  /**
   * The same for a property that is read, where it has to be clear whose it is.
   * @throws Error before the database says so in terms of columns
   */
  onlyColumn(property: string): string {
    const owners = this.owners(property)
    if (owners.length < 2) return this.column(property)
    throw new Error(
      `"${property}" of this query may be that of ${owners.map((owner) => `"${owner}"`).join(' or ')}, so it was not run; name the table: "${owners[0]}.${property}".`,
    )
  }

  /** The tables of the nearest level that have a property; more than one, and the property alone does not tell which. */
  owners(property: string): readonly string[] {
    for (const scope of this.#scopes.toReversed()) {
      const having = [...scope.sources].filter(([, source]) => source?.columns.has(property))
      if (having.length > 0) return having.map(([name]) => name).filter((name) => name !== 'excluded')
      if ([...scope.sources.values()].includes(null)) return []
    }
    return []
  }

  /** The column behind a property of a named source. */
  columnOf(source: string, property: string): string {
    return this.source(source)?.columns.get(property) ?? property
  }

  source(name: string): Source | undefined {
    for (const scope of this.#scopes.toReversed()) {
      const found = scope.sources.get(name)
      if (found !== undefined) return found
    }
    return undefined
  }

  #addExpressions(scope: TableScope, node: WithNode | undefined): void {
    for (const expression of node?.expressions ?? [])
      scope.expressions.add(tableName(expression.name.table) ?? '')
  }

  #addSource(scope: TableScope, node: OperationNode): void {
    if (AliasNode.is(node)) {
      if (!IdentifierNode.is(node.alias)) return
      const name = tableName(node.node)
      scope.sources.set(node.alias.name, name === undefined ? null : this.#resolve(node.node, name))
      return
    }
    const name = tableName(node)
    if (name !== undefined) scope.sources.set(name, this.#resolve(node, name))
  }

  #resolve(node: OperationNode, name: string): Source {
    const schema = TableNode.is(node) ? node.table.schema?.name : undefined
    if (schema !== undefined) return schema === this.#map.schema ? (this.#map.tables.get(name) ?? null) : null
    return this.table(name) ?? null
  }
}

/** The bare name of a table node. */
export function tableName(node: OperationNode | undefined): string | undefined {
  return node !== undefined && TableNode.is(node) ? node.table.identifier.name : undefined
}

/** The property a plain column or reference names. */
export function propertyOf(node: OperationNode): string | undefined {
  if (ColumnNode.is(node)) return node.column.name
  if (ReferenceNode.is(node) && ColumnNode.is(node.column)) return node.column.column.name
  return undefined
}
