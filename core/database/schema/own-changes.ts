import type { SchemaDifference, TableDifference } from '@mikro-orm/sql'

/**
 * What remains of a difference when all that the platform adds to tables, and all that authors write by
 * hand beyond their entities, is left alone. Nothing is ever dropped but columns.
 */
export function keepOwnChanges(difference: SchemaDifference): SchemaDifference {
  return {
    ...difference,
    newNamespaces: new Set(),
    removedNamespaces: new Set(),
    removedTables: {},
    removedViews: {},
    removedRoutines: {},
    removedNativeEnums: [],
    orphanedForeignKeys: [],
    changedTables: Object.fromEntries(
      Object.entries(difference.changedTables).map(([name, table]) => [name, keepOwnTableChanges(table)]),
    ),
  }
}

function keepOwnTableChanges(table: TableDifference): TableDifference {
  // The mere presence of these keys is a change.
  const { changedRlsEnabled: _enabled, changedRlsForced: _forced, changedComment: _comment, ...rest } = table
  const replaced = new Set(Object.values(table.addedForeignKeys).map(({ columnNames }) => columnNames.join()))
  return {
    ...rest,
    changedColumns: without(table.changedColumns, (column) => column === 'organization_id'),
    removedColumns: without(table.removedColumns, (column) => column === 'search_text'),
    addedIndexes: without(table.addedIndexes, (name) => isTenantKey(table, name)),
    renamedIndexes: {},
    removedIndexes: {},
    removedChecks: {},
    removedForeignKeys: without(table.removedForeignKeys, (name) => {
      const columns = table.removedForeignKeys[name]?.columnNames.join() ?? ''
      return !replaced.has(columns)
    }),
    removedTriggers: {},
    removedPolicies: {},
  }
}

/** The platform makes this key itself, under its own name. */
function isTenantKey({ addedIndexes }: TableDifference, name: string): boolean {
  return addedIndexes[name]?.columnNames.join() === 'organization_id,id'
}

function without<Value>(
  values: Record<string, Value>,
  unwanted: (name: string) => boolean,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !unwanted(name)))
}
