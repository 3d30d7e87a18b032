import type { EntityMetadata, EntityProperty } from '@mikro-orm/core'

/** One table as queries see it: property names in front, columns behind. */
export interface TableShape {
  readonly entity: string
  readonly table: string
  /** Column by property name, in the order of declaration. */
  readonly columns: ReadonlyMap<string, string>
  /** SQL that selects all of them, each under its property’s name. */
  readonly allColumns: string
  /** Property name by column, for telling the user which field was wrong. */
  readonly properties: ReadonlyMap<string, string>
  /** Properties kept as `json`: an array there is JSON and not a Postgres array. */
  readonly json: ReadonlySet<string>
}

/** The tables of one plugin, by table name. */
export interface TableMap {
  readonly schema: string
  readonly tables: ReadonlyMap<string, TableShape>
}

export function tableMap(schema: string, entities: Iterable<EntityMetadata>): TableMap {
  const tables = new Map<string, TableShape>()
  for (const entity of entities) {
    if (entity.abstract || entity.embeddable || entity.pivotTable) continue
    tables.set(entity.tableName, tableShape(entity))
  }
  return { schema, tables }
}

function tableShape(entity: EntityMetadata): TableShape {
  const stored = entity.props.filter(isStored)
  const columns = new Map(stored.map((property) => [property.name, columnOf(property)]))
  return {
    entity: entity.className,
    table: entity.tableName,
    columns,
    allColumns: [...columns].map(selected).join(', '),
    properties: new Map(stored.map((property) => [columnOf(property), property.name])),
    json: new Set(
      stored.filter((property) => /^jsonb?$/.test(property.columnTypes?.[0] ?? '')).map(({ name }) => name),
    ),
  }
}

function selected([property, column]: readonly [string, string]): string {
  return column === property ? quoted(column) : `${quoted(column)} as ${quoted(property)}`
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function isStored(property: EntityProperty): boolean {
  return property.persist !== false && property.fieldNames?.length === 1 && !property.formula
}

function columnOf(property: EntityProperty): string {
  return property.fieldNames[0] ?? property.name
}
