import { decodeCursor, invalid } from '@wasla/sdk'
import { z } from 'zod'

const position = z.uuid()

/**
 * Where a list ends that is sorted by id alone; `null` at its beginning.
 * @throws invalid `invalid_cursor` when it is another list's cursor
 */
export function readIdCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null
  const { success, data } = position.safeParse(decodeCursor(cursor, 1)[0])
  if (success) return data
  throw invalid('invalid_cursor', 'The cursor is not one that this list gave out; start again without it.')
}
