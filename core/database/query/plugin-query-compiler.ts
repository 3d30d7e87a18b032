import {
  AliasNode,
  type ColumnNode,
  type ColumnUpdateNode,
  type CompiledQuery,
  type DeleteQueryNode,
  IdentifierNode,
  type InsertQueryNode,
  type OperationNode,
  type OrderByItemNode,
  PostgresQueryCompiler,
  type PrimitiveValueListNode,
  type QueryId,
  RawNode,
  ReferenceNode,
  type RootOperationNode,
  SelectAllNode,
  type SelectionNode,
  SelectQueryNode,
  type TableNode,
  type UpdateQueryNode,
  type ValueListNode,
  ValueNode,
} from 'kysely'
import { asJson, unwrapped } from './placeholder.ts'
import { propertyOf, ScopeStack, tableName } from './table-scope.ts'
import type { TableMap, TableShape } from './table-map.ts'

/**
 * Writes SQL for one plugin: property names become columns, selected columns come back under their
 * property's name, tables stand in the plugin's schema. All of it at compile time, so that rows cost
 * nothing; MikroORM's own Kysely plugin renames row by row.
 */
export class PluginQueryCompiler extends PostgresQueryCompiler {
  readonly #map: TableMap
  readonly #scopes: ScopeStack
  /** Where the values of the insert being written go. */
  #inserting: { readonly shape: TableShape; readonly properties: readonly string[] } | undefined

  constructor(map: TableMap) {
    super()
    this.#map = map
    this.#scopes = new ScopeStack(map)
  }

  override compileQuery(node: RootOperationNode, queryId: QueryId): CompiledQuery {
    this.#scopes.clear()
    this.#inserting = undefined
    return super.compileQuery(node, queryId)
  }

  protected override visitSelectQuery(node: SelectQueryNode): void {
    this.#scopes.enter(node, [...(node.from?.froms ?? []), ...(node.joins ?? []).map((join) => join.table)])
    super.visitSelectQuery(node)
    this.#scopes.leave()
  }

  protected override visitUpdateQuery(node: UpdateQueryNode): void {
    const joins = (node.joins ?? []).map((join) => join.table)
    this.#scopes.enter(node, [
      ...(node.table === undefined ? [] : [node.table]),
      ...(node.from?.froms ?? []),
      ...joins,
    ])
    super.visitUpdateQuery(node)
    this.#scopes.leave()
  }

  protected override visitDeleteQuery(node: DeleteQueryNode): void {
    const joins = (node.joins ?? []).map((join) => join.table)
    this.#scopes.enter(node, [...node.from.froms, ...(node.using?.tables ?? []), ...joins])
    super.visitDeleteQuery(node)
    this.#scopes.leave()
  }

  protected override visitInsertQuery(node: InsertQueryNode): void {
    this.#scopes.enter(node, node.into === undefined ? [] : [node.into])
    const shape = this.#scopes.source(tableName(node.into) ?? '') ?? undefined
    const outer = this.#inserting
    if (shape !== undefined) {
      if (node.onConflict !== undefined) this.#scopes.current?.sources.set('excluded', shape)
      this.#inserting = { shape, properties: (node.columns ?? []).map(({ column }) => column.name) }
    }
    super.visitInsertQuery(node)
    this.#inserting = outer
    this.#scopes.leave()
  }

  protected override visitTable(node: TableNode): void {
    const { schema, identifier } = node.table
    // FOR UPDATE OF wants the bare name.
    if (
      schema === undefined &&
      this.parentNode?.kind !== 'SelectModifierNode' &&
      this.#scopes.table(identifier.name)
    ) {
      this.#appendName(this.#map.schema)
      this.append('.')
    }
    super.visitTable(node)
  }

  protected override visitReference(node: ReferenceNode): void {
    if (SelectAllNode.is(node.column)) {
      super.visitReference(node)
      return
    }
    const property = node.column.column.name
    const table = tableName(node.table)
    if (table === undefined) {
      this.#appendName(this.#scopes.onlyColumn(property))
      return
    }
    this.#appendQualifier(node)
    this.#appendName(this.#scopes.columnOf(table, property))
  }

  protected override visitColumn(node: ColumnNode): void {
    const renaming = this.parentNode?.kind === 'CommonTableExpressionNameNode'
    this.#appendName(renaming ? node.column.name : this.#scopes.column(node.column.name))
  }

  protected override visitSelection(node: SelectionNode): void {
    const { selection } = node
    // The `*` of count(*) is a selection too.
    if (this.parentNode?.kind !== 'SelectQueryNode' && this.parentNode?.kind !== 'ReturningNode') {
      super.visitSelection(node)
      return
    }
    if (SelectAllNode.is(selection)) {
      this.#appendAllColumns(
        [...(this.#scopes.current?.sources ?? [])].filter(([name]) => name !== 'excluded'),
      )
      return
    }
    if (ReferenceNode.is(selection) && SelectAllNode.is(selection.column)) {
      const table = tableName(selection.table) ?? ''
      this.#appendAllColumns([[table, this.#scopes.source(table) ?? null]])
      return
    }
    this.visitNode(selection)
    const property = propertyOf(selection)
    if (property === undefined) return
    const table = ReferenceNode.is(selection) ? tableName(selection.table) : undefined
    const column =
      table === undefined ? this.#scopes.column(property) : this.#scopes.columnOf(table, property)
    if (column !== property) this.#appendAlias(property)
  }

  /** An ORDER BY of an alias names the output, unlike the other clauses. */
  protected override visitOrderByItem(node: OrderByItemNode): void {
    const name = ReferenceNode.is(node.orderBy) && node.orderBy.table ? undefined : propertyOf(node.orderBy)
    if (name === undefined || !this.#isOutput(name)) {
      super.visitOrderByItem(node)
      return
    }
    super.visitOrderByItem({ ...node, orderBy: IdentifierNode.create(name) })
  }

  /** `sql.id('search_customers')`, as `searchIds` writes it, means the function in the plugin's schema. */
  protected override visitIdentifier(node: IdentifierNode): void {
    const parent = this.parentNode
    if (
      parent !== undefined &&
      RawNode.is(parent) &&
      parent.parameters.length === 1 &&
      this.#isSearchFunction(node.name)
    ) {
      this.#appendName(this.#map.schema)
      this.append('.')
    }
    super.visitIdentifier(node)
  }

  protected override visitPrimitiveValueList(node: PrimitiveValueListNode): void {
    if (this.parentNode?.kind !== 'ValuesNode') {
      super.visitPrimitiveValueList(node)
      return
    }
    this.append('(')
    for (const [index, value] of node.values.entries()) {
      if (index > 0) this.append(', ')
      this.appendValue(this.#inserted(index, value))
    }
    this.append(')')
  }

  protected override visitValueList(node: ValueListNode): void {
    if (this.parentNode?.kind !== 'ValuesNode') {
      super.visitValueList(node)
      return
    }
    const values = node.values
      .map(unwrapped)
      .map((item, index) =>
        ValueNode.is(item) && !item.immediate ? ValueNode.create(this.#inserted(index, item.value)) : item,
      )
    super.visitValueList({ ...node, values })
  }

  protected override visitColumnUpdate(node: ColumnUpdateNode): void {
    const [shape] = this.#scopes.current?.sources.values() ?? []
    const property = propertyOf(node.column)
    const value = unwrapped(node.value)
    if (shape && property !== undefined && shape.json.has(property) && ValueNode.is(value)) {
      super.visitColumnUpdate({ ...node, value: ValueNode.create(asJson(value.value)) })
      return
    }
    super.visitColumnUpdate(node)
  }

  #inserted(index: number, value: unknown): unknown {
    const property = this.#inserting?.properties[index]
    return property !== undefined && this.#inserting?.shape.json.has(property) ? asJson(value) : value
  }

  #isOutput(name: string): boolean {
    const query = this.#scopes.current?.query
    if (query === undefined || !SelectQueryNode.is(query)) return false
    if (query.setOperations !== undefined) return true
    const ambiguous = this.#scopes.owners(name).length > 1
    return (query.selections ?? []).some(({ selection }) =>
      AliasNode.is(selection)
        ? IdentifierNode.is(selection.alias) && selection.alias.name === name
        : ambiguous && (propertyOf(selection) === name || this.#isAllOfOne(selection, name)),
    )
  }

  #isAllOfOne(selection: OperationNode, property: string): boolean {
    if (!ReferenceNode.is(selection) || !SelectAllNode.is(selection.column)) return false
    return this.#scopes.source(tableName(selection.table) ?? '')?.columns.has(property) ?? false
  }

  #isSearchFunction(name: string): boolean {
    return name.startsWith('search_') && this.#map.tables.has(name.slice('search_'.length))
  }

  #appendAllColumns(sources: readonly (readonly [string, TableShape | null])[]): void {
    const { current } = this.#scopes
    const qualified = (current?.sources.size ?? 0) > 1 || current?.query.kind !== 'SelectQueryNode'
    let first = true
    const separate = () => {
      if (!first) this.append(', ')
      first = false
    }
    for (const [name, shape] of sources) {
      if (shape === null) {
        separate()
        this.#appendName(name)
        this.append('.*')
        continue
      }
      if (!qualified) {
        separate()
        this.append(shape.allColumns)
        continue
      }
      for (const [property, column] of shape.columns) {
        separate()
        this.#appendName(name)
        this.append('.')
        this.#appendName(column)
        if (column !== property) this.#appendAlias(property)
      }
    }
  }

  #appendQualifier({ table }: ReferenceNode): void {
    const schema = table?.table.schema?.name
    if (schema !== undefined) {
      this.#appendName(schema)
      this.append('.')
    }
    this.#appendName(tableName(table) ?? '')
    this.append('.')
  }

  #appendAlias(name: string): void {
    this.append(' as ')
    this.#appendName(name)
  }

  /** Called for every name of every query; hardly any holds a quote. */
  protected override sanitizeIdentifier(identifier: string): string {
    return identifier.includes('"') ? super.sanitizeIdentifier(identifier) : identifier
  }

  #appendName(name: string): void {
    this.append(`"${this.sanitizeIdentifier(name)}"`)
  }
}
