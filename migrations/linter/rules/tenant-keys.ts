import type { Problem, Rule } from '../finding.ts'
import { constraintsOf } from '../syntax-tree.ts'
import type { PlacedConstraint } from '../syntax-tree.ts'

/** Tables carry organization_id, and their unique keys begin with it, since such keys ignore row security. */
export const tenantKeys: Rule = (statement, { sharedTables }) => {
  const { node } = statement
  if ('CreateStmt' in node && !sharedTables.has(node.CreateStmt.relation?.relname ?? '')) {
    return [...organizationColumn(node.CreateStmt), ...constraintsOf(statement).flatMap(uniqueKey)]
  }
  if ('AlterTableStmt' in node && !sharedTables.has(node.AlterTableStmt.relation?.relname ?? '')) {
    return constraintsOf(statement).flatMap(uniqueKey)
  }
  if (
    'IndexStmt' in node &&
    node.IndexStmt.unique &&
    !sharedTables.has(node.IndexStmt.relation?.relname ?? '')
  ) {
    const first = node.IndexStmt.indexParams?.[0]
    const column = first && 'IndexElem' in first ? first.IndexElem.name : undefined
    return column === 'organization_id'
      ? []
      : [notByOrganization(`index ${node.IndexStmt.idxname ?? ''}`.trim())]
  }
  return []
}

type CreateTable = Extract<Parameters<Rule>[0]['node'], { CreateStmt: unknown }>['CreateStmt']

function organizationColumn({ relation, tableElts = [], partbound }: CreateTable): Problem[] {
  if (partbound) return []
  const column = tableElts.find(
    (element) => 'ColumnDef' in element && element.ColumnDef.colname === 'organization_id',
  )
  if (column && 'ColumnDef' in column && isUuid(column.ColumnDef.typeName)) return []
  return [
    {
      code: 'organization_id_missing',
      location: relation?.location,
      message: `The table ${relation?.relname} has no "organization_id uuid", so it cannot be kept apart by organization: add the column, or, if all organizations read the same rows, comment on the table 'wasla:shared'.`,
    },
  ]
}

function isUuid(type: { names?: unknown[] } | undefined): boolean {
  return JSON.stringify(type?.names?.at(-1)) === JSON.stringify({ String: { sval: 'uuid' } })
}

function uniqueKey({ constraint, columns }: PlacedConstraint): Problem[] {
  const { contype, indexname, location } = constraint
  if (indexname || columns[0] === 'organization_id') return []
  if (contype === 'CONSTR_PRIMARY') {
    return columns.length === 1 && columns[0] === 'id' ? [] : [notByOrganization('primary key', location)]
  }
  if (contype === 'CONSTR_UNIQUE') return [notByOrganization(`unique key (${columns.join(', ')})`, location)]
  if (contype === 'CONSTR_EXCLUSION') {
    const first = constraint.exclusions?.[0]
    const begins = JSON.stringify(first ?? '').includes('"name":"organization_id"')
    return begins ? [] : [notByOrganization('exclusion constraint', location)]
  }
  return []
}

function notByOrganization(key: string, location?: number): Problem {
  return {
    code: 'key_without_organization',
    location,
    message: `The ${key} does not begin with organization_id, and since it ignores row security one organization would meet the values of another: put organization_id first (a primary key of id alone is allowed).`,
  }
}
