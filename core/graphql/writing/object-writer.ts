import type { FieldPlan } from '../engine/selection-plan.ts'
import type { JsonOutput } from './json-output.ts'

/** Writes a part of an answer from what it is given; not where only the whole procedure knows what becomes of it. */
export type Write<Given> = (out: JsonOutput, given: Given) => boolean

const OPENING = 123
const CLOSING = 125
const OPENING_LIST = 91
const CLOSING_LIST = 93
const COMMA = 44
const NULL = Buffer.from('null')

/**
 * Writes an object of a selection.
 * @param partOf how a field's value is written, but for `__typename`
 * @returns nothing if one of them cannot be
 */
export function objectWriter<Given>(
  fields: readonly FieldPlan[],
  partOf: (field: FieldPlan) => Write<Given> | undefined,
): Write<Given> | undefined {
  const members: { readonly before: Buffer; readonly write: Write<Given> }[] = []
  for (const [place, field] of fields.entries()) {
    const write = field.definition.name === '__typename' ? typename<Given>(field) : partOf(field)
    if (write === undefined) return undefined
    members.push({ before: Buffer.from(`${place === 0 ? '' : ','}${JSON.stringify(field.key)}:`), write })
  }
  return (out, given) => {
    out.byte(OPENING)
    for (const { before, write } of members) {
      out.copy(before)
      if (!write(out, given)) return false
    }
    out.byte(CLOSING)
    return true
  }
}

function typename<Given>({ parentType }: FieldPlan): Write<Given> {
  const name = Buffer.from(JSON.stringify(parentType.name))
  return (out) => {
    out.copy(name)
    return true
  }
}

/** Writes a list of so many items. */
export function writeList(out: JsonOutput, length: number, writeItem: (index: number) => boolean): boolean {
  out.byte(OPENING_LIST)
  for (let index = 0; index < length; index += 1) {
    if (index > 0) out.byte(COMMA)
    if (!writeItem(index)) return false
  }
  out.byte(CLOSING_LIST)
  return true
}

export function writeNull(out: JsonOutput): boolean {
  out.copy(NULL)
  return true
}
