import type { z } from 'zod'
import { invalid } from '../errors/errors.ts'

/**
 * Where a page ended: the values of the sort columns in its last row. Opaque to clients.
 * @throws Error when one of them was not read, since JSON would make it `null`
 */
export function encodeCursor(position: readonly (string | number | Date)[]): string {
  const values = position.map((value, index) => {
    if (value === undefined)
      throw new Error(
        `The sort value ${index + 1} of the last row was not read, so there is no cursor to the next page; select its column, too.`,
      )
    return value instanceof Date ? value.toISOString() : value
  })
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/**
 * A cursor comes from outside, so what reaches the database is only what the sort's columns can hold.
 * @param position one schema for each sort column: `z.tuple([z.iso.datetime(), z.uuid()])`
 * @throws invalid `invalid_cursor` when it was not made by `encodeCursor` for the same sort
 */
export function decodeCursor<Position extends z.ZodTuple>(
  cursor: string,
  position: Position,
): z.output<Position> {
  const parsed = position.safeParse(parseCursor(cursor))
  if (parsed.success) return parsed.data
  throw invalid('invalid_cursor', 'The cursor is not one that this list gave out; start again without it.', {
    fields: [{ field: 'cursor', message: 'is not a cursor of this list' }],
  })
}

function parseCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    // What exactly is broken tells a caller nothing.
    return undefined
  }
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
