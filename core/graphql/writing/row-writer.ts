import { lengthAt, type ReceivedRows } from '../../database/statements/received-rows.ts'
import type { RowShape } from '../../database/statements/row-shape.ts'
import type { FieldPlan } from '../engine/selection-plan.ts'
import type { JsonOutput } from './json-output.ts'
import { leafWriter } from './leaf-writer.ts'
import { objectWriter, writeNull } from './object-writer.ts'

/** A row that is being written: its values by column, which end at -1 where there is none. */
export class LocatedRow {
  bytes: Buffer = Buffer.alloc(0)
  readonly starts: Int32Array
  readonly ends: Int32Array

  constructor(columns: number) {
    this.starts = new Int32Array(columns)
    this.ends = new Int32Array(columns)
  }

  locate(rows: ReceivedRows, index: number): void {
    const { starts, ends } = this
    const bytes = (this.bytes = rows.bytes(index))
    let at = rows.place(index) + 2
    for (let column = 0; column < starts.length; column += 1) {
      const length = lengthAt(bytes, at)
      at += 4
      starts[column] = at
      ends[column] = length < 0 ? -1 : (at += length)
    }
  }

  start(column: number): number {
    return this.starts[column] as number
  }

  end(column: number): number {
    return this.ends[column] as number
  }
}

/** What is written of a row besides its columns. */
export interface KeyedField<Given> {
  /** The property that it goes by. */
  readonly key: string
  /** @param column that of the key */
  write(out: JsonOutput, row: LocatedRow, column: number, given: Given): boolean
}

/**
 * Writes rows of one shape as objects of one selection.
 * @returns nothing when something is selected that is neither a column as it is nor keyed
 */
export function rowWriter<Given>(
  fields: readonly FieldPlan[],
  { columns }: RowShape,
  keyedOf: (field: FieldPlan) => KeyedField<Given> | undefined,
): ((out: JsonOutput, rows: ReceivedRows, index: number, given: Given) => boolean) | undefined {
  const row = new LocatedRow(columns.length)
  const { starts, ends } = row
  const write = objectWriter<Given>(fields, (field) => {
    const keyed = keyedOf(field)
    const property = keyed?.key ?? field.property
    const column = columns.findIndex(({ name }) => name === property)
    const found = columns[column]
    if (found === undefined) return undefined
    if (keyed !== undefined) return (out, given) => keyed.write(out, row, column, given)
    if (field.plain === undefined) return undefined
    const { nullable } = field
    const writeLeaf = leafWriter(field.plain, found.dataTypeID)
    return (out) => {
      const end = ends[column] as number
      if (end < 0) return nullable && writeNull(out)
      return writeLeaf(out, row.bytes, starts[column] as number, end)
    }
  })
  if (write === undefined) return undefined
  return (out, rows, index, given) => {
    row.locate(rows, index)
    return write(out, given)
  }
}
