import { expect, test } from 'vitest'
import { z } from 'zod'
import { decodeCursor, toPage } from './cursor.ts'

const rows = [3, 2, 1].map((day) => ({ day: new Date(Date.UTC(2026, 0, day)), id: `row ${day}` }))
const position = z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.string()])

test('a page ends where its cursor says, and the last has none', () => {
  const page = toPage(rows, 2, ({ day, id }) => [day, id])
  expect(page.items).toEqual(rows.slice(0, 2))
  expect(decodeCursor(page.nextCursor!, position)).toEqual([rows[1]!.day, 'row 2'])
  expect(toPage(rows, 3, ({ id }) => [id]).nextCursor).toBeNull()
})

test('a cursor of another list, or of nobody, is refused and named', () => {
  const refused = {
    code: 'invalid_cursor',
    fields: [{ field: 'cursor', message: 'is not a cursor of this list' }],
  }
  for (const cursor of ['', 'x', toPage(rows, 1, ({ id }) => [id]).nextCursor!])
    expect(() => decodeCursor(cursor, position)).toThrow(expect.objectContaining(refused))
})

test('a sort value that was not read is named instead of becoming null', () => {
  const unread = [{ id: 'a' }, { id: 'b' }] as (typeof rows)[number][]
  expect(() => toPage(unread, 1, ({ id, day }) => [id, day])).toThrow(
    'sort value 2 of the last row was not read',
  )
})
