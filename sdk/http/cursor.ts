import { invalid } from '../errors/errors.ts'

/** Where a page ended: the values of the sort columns in its last row. Opaque to clients. */
export function encodeCursor(position: readonly (string | number | Date)[]): string {
  const values = position.map((value) => (value instanceof Date ? value.toISOString() : value))
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/**
 * @param length how many values the sort needs
 * @throws invalid `invalid_cursor` when it was not made by `encodeCursor` for the same sort
 */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const scalar = (value: unknown) => typeof value === 'string' || typeof value === 'number'
    if (Array.isArray(values) && values.length === length && values.every(scalar)) return values
  } catch {
    // Falls through to the one error below: what exactly is broken tells a caller nothing.
  }
  throw invalid('invalid_cursor', 'The cursor is not one that this list gave out; start again without it.', {
    fields: [{ field: 'cursor', message: 'is not a cursor of this list' }],
  })
}

/**
 * Makes a page of rows that were read with `limit + 1`: the extra row only tells that there is more.
 * @param position the values of the sort columns of a row, unique together
 */
export function toPage<Row>(
  rows: Row[],
  limit: number,
  position: (row: Row) => readonly (string | number | Date)[],
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items,
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null,
  }
}
