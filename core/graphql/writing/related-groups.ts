import { PARENT } from '../../database/query/selected-queries.ts'
import { lengthAt, type ReceivedRows } from '../../database/statements/received-rows.ts'

/** Related rows by the text of their parent's id; a parent that was asked for is there, also without any. */
export interface RelatedGroups {
  readonly rows: ReceivedRows
  readonly ofParent: ReadonlyMap<string, readonly number[]>
}

export function relatedGroups(rows: ReceivedRows): RelatedGroups {
  const parentColumn = rows.shape.columns.findIndex(({ name }) => name === PARENT)
  const idColumn = rows.shape.columns.findIndex(({ name }) => name === 'id')
  const ofParent = new Map<string, number[]>()
  let group: number[] = []
  let lastBytes: Buffer | undefined
  let lastAt = 0
  for (let index = 0; index < rows.length; index += 1) {
    const bytes = rows.bytes(index)
    const place = rows.place(index)
    const at = beforeColumn(bytes, place, parentColumn)
    // They mostly come parent by parent.
    if (lastBytes === undefined || !isSame(lastBytes, lastAt, bytes, at)) {
      const key = bytes.toString('latin1', at + 4, at + 4 + lengthAt(bytes, at))
      const known = ofParent.get(key)
      group = known ?? []
      if (known === undefined) ofParent.set(key, group)
      lastBytes = bytes
      lastAt = at
    }
    // Where a parent has none, the join left an empty row.
    if (lengthAt(bytes, beforeColumn(bytes, place, idColumn)) >= 0) group.push(index)
  }
  return { rows, ofParent }
}

/** Where the length of a column's value stands, before the value. */
function beforeColumn(bytes: Buffer, place: number, column: number): number {
  let at = place + 2
  for (let before = 0; before < column; before += 1) at += 4 + Math.max(lengthAt(bytes, at), 0)
  return at
}

/** Whether two values are the same, from behind: ids that were made one after the other begin alike. */
function isSame(bytes: Buffer, at: number, otherBytes: Buffer, otherAt: number): boolean {
  const length = lengthAt(bytes, at) + 4
  for (let byte = length - 1; byte >= 0; byte -= 1) {
    if (bytes[at + byte] !== otherBytes[otherAt + byte]) return false
  }
  return true
}
