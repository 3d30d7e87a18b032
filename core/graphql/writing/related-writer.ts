import { getNamedType, getNullableType, isListType, isObjectType } from 'graphql'
import type { RowShape } from '../../database/statements/row-shape.ts'
import type { FieldPlan, SelectionPlan } from '../engine/selection-plan.ts'
import { writeList, writeNull } from './object-writer.ts'
import type { RelatedGroups } from './related-groups.ts'
import { type KeyedField, rowWriter } from './row-writer.ts'

/** Writes the rows that are related to one whose key is a column. */
export function relatedWriter(
  { definition, nodes }: FieldPlan,
  key: string,
  fieldsOf: SelectionPlan['fieldsOf'],
  shape: RowShape,
  place: number,
): KeyedField<readonly RelatedGroups[]> | undefined {
  const type = getNamedType(definition.type)
  if (!isObjectType(type) || type.isTypeOf != null) return undefined
  const isList = isListType(getNullableType(definition.type))
  const writeRow = rowWriter<undefined>(fieldsOf(type, nodes), shape, () => undefined)
  if (writeRow === undefined) return undefined
  return {
    key,
    write(out, row, column, groups) {
      const end = row.end(column)
      if (end < 0) return isList ? writeList(out, 0, () => true) : writeNull(out)
      const { rows, ofParent } = groups[place] as RelatedGroups
      const found = ofParent.get(row.bytes.toString('latin1', row.start(column), end))
      if (found === undefined) return false
      const writeOne = (index: number) => writeRow(out, rows, found[index] as number, undefined)
      if (isList) return writeList(out, found.length, writeOne)
      return found.length === 0 ? writeNull(out) : writeOne(0)
    },
  }
}
