import type { Constraint, Node } from 'libpg-query'
import type { Statement } from '../migrator/statements.ts'

/** Calls `visitor` for every object of a syntax tree, outer ones first. */
export function visit(tree: unknown, visitor: (object: Record<string, unknown>) => void): void {
  if (Array.isArray(tree)) {
    for (const item of tree) visit(item, visitor)
  } else if (typeof tree === 'object' && tree !== null) {
    const object = tree as Record<string, unknown>
    visitor(object)
    for (const value of Object.values(object)) visit(value, visitor)
  }
}

/** The parser's name of a statement, such as `CreateStmt`. */
export function statementKind({ node }: Statement): string {
  return Object.keys(node)[0] ?? ''
}

/** The texts of a list of String nodes. */
export function texts(nodes: unknown): string[] {
  if (!Array.isArray(nodes)) return []
  return (nodes as Node[]).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []))
}

/** The value of one option of a definition, such as `security` of a function. */
export function optionValue(options: Node[] | undefined, name: string): string | boolean | undefined {
  for (const node of options ?? []) {
    if (!('DefElem' in node) || node.DefElem.defname !== name) continue
    const { arg } = node.DefElem
    if (!arg) return true
    if ('Boolean' in arg) return arg.Boolean.boolval ?? false
    return 'String' in arg ? arg.String.sval : undefined
  }
  return undefined
}

export interface PlacedConstraint {
  table: string
  constraint: Constraint
  /** The column it stands at, or the columns it names. */
  columns: string[]
}

/** Every constraint a statement adds, at a column or at the table. */
export function constraintsOf({ node }: Statement): PlacedConstraint[] {
  if ('CreateStmt' in node) {
    const table = node.CreateStmt.relation?.relname ?? ''
    return (node.CreateStmt.tableElts ?? []).flatMap((element) => constraintsOfElement(table, element))
  }
  if ('AlterTableStmt' in node) {
    const table = node.AlterTableStmt.relation?.relname ?? ''
    return (node.AlterTableStmt.cmds ?? []).flatMap((command) =>
      'AlterTableCmd' in command && command.AlterTableCmd.def
        ? constraintsOfElement(table, command.AlterTableCmd.def)
        : [],
    )
  }
  return []
}

function constraintsOfElement(table: string, element: Node): PlacedConstraint[] {
  if ('Constraint' in element) {
    const constraint = element.Constraint
    const columns =
      constraint.contype === 'CONSTR_FOREIGN' ? texts(constraint.fk_attrs) : texts(constraint.keys)
    return [{ table, constraint, columns }]
  }
  if (!('ColumnDef' in element)) return []
  const column = element.ColumnDef
  return (column.constraints ?? []).flatMap((item) =>
    'Constraint' in item ? [{ table, constraint: item.Constraint, columns: [column.colname ?? ''] }] : [],
  )
}
