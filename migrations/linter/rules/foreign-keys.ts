import type { Problem, Rule } from '../finding.ts'
import { constraintsOf, texts } from '../syntax-tree.ts'
import type { PlacedConstraint } from '../syntax-tree.ts'

/** Foreign keys ignore row security, so they carry the organization themselves. */
export const foreignKeys: Rule = (statement, { sharedTables }) =>
  constraintsOf(statement)
    .filter(({ constraint }) => constraint.contype === 'CONSTR_FOREIGN')
    .filter(({ constraint }) => !sharedTables.has(constraint.pktable?.relname ?? ''))
    .flatMap((placed) => [...organizationFirst(placed), ...settingNull(placed)])

function organizationFirst({ constraint, columns }: PlacedConstraint): Problem[] {
  const target = constraint.pktable?.relname ?? ''
  const targetColumns = texts(constraint.pk_attrs)
  if (columns.length > 1 && columns[0] === 'organization_id' && targetColumns[0] === 'organization_id')
    return []
  const column = columns.find((name) => name !== 'organization_id') ?? 'x'
  return [
    {
      code: 'foreign_key_without_organization',
      location: constraint.location,
      message: `This foreign key would accept a row of another organization: write foreign key (organization_id, ${column}) references ${target} (organization_id, id), and unique (organization_id, id) in ${target}.`,
    },
  ]
}

// ON DELETE SET NULL without a list clears every column of the key, organization_id included.
function settingNull({ constraint, columns }: PlacedConstraint): Problem[] {
  const { fk_del_action, fk_del_set_cols, location } = constraint
  const clears = fk_del_action === 'n' || fk_del_action === 'd'
  if (!clears || columns.length < 2) return []
  if (fk_del_set_cols && !texts(fk_del_set_cols).includes('organization_id')) return []
  const rest = columns.filter((name) => name !== 'organization_id').join(', ')
  return [
    {
      code: 'set_null_clears_organization',
      location,
      message: `Deleting the referenced row would clear organization_id, too, and fail: write on delete set null (${rest}).`,
    },
  ]
}
