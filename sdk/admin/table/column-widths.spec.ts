import { expect, test } from 'vitest'
import { columnWidths } from './column-widths.ts'
import type { Column } from './table-types.ts'

interface Row {
  readonly name: string
  readonly phone: string | null
  readonly at: string
}

const columns: readonly Column<Row>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name },
  { id: 'phone', header: 'Phone', cell: ({ phone }) => phone },
  { id: 'at', header: 'Since', cell: () => ({}) as never, csv: 'at' },
]

const row = (phone: string | null): Row => ({
  name: 'Alfreds Futterkiste',
  phone,
  at: '2026-11-28T20:00:00Z',
})

/** What each column may not fall below, in rem. */
const least = (rows: readonly Row[]): number[] =>
  [...columnWidths(columns, rows, false).matchAll(/minmax\(([\d.]+)rem/g)].map(([, width]) => Number(width))

test('a column is as wide as what it usually holds, and an empty one as its heading', () => {
  const [name, phone, at] = least([row('+966501234567'), row('+966501234568')])
  const [, empty] = least([row(null), row(null)])
  expect(phone).toBeGreaterThan(empty ?? 0)
  expect(name).toBeGreaterThan(phone ?? 0)
  // A moment is shown in words, whatever its file holds.
  expect(at).toBeLessThan(9)
})

test('a single long value does not push the others out of sight', () => {
  const rows = Array.from({ length: 30 }, () => row('1'))
  expect(least([...rows, row('9'.repeat(200))])).toEqual(least(rows))
  expect(columnWidths(columns, rows, true)).toMatch(/ 6rem$/)
})
