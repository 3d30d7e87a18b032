import { expect, test } from 'vitest'
import { RowShape } from './row-shape.ts'

const TEXT = 25
const INTEGER = 23
const shapeOf = (columns: Record<string, number>) =>
  RowShape.of(Object.entries(columns).map(([name, dataTypeID]) => ({ name, dataTypeID })))

/** A row as the server sends it, behind something else. */
function sent(...values: (string | null)[]): [Buffer, number] {
  const parts = values.map((value) => {
    const text = Buffer.from(value ?? '')
    const length = Buffer.alloc(4)
    length.writeInt32BE(value === null ? -1 : text.length)
    return Buffer.concat([length, text])
  })
  return [Buffer.concat([Buffer.from('before'), Buffer.from([0, values.length]), ...parts]), 6]
}

test('a row has a property for each column, decoded', () => {
  const row = shapeOf({ id: TEXT, count: INTEGER, 'the "name"\n': TEXT }).row(...sent('أ"', '5', null))
  expect(row).toStrictEqual({ id: 'أ"', count: 5, 'the "name"\n': null })
})

test('a column may have the name of what every object has', () => {
  const name = '__proto__'
  const row = RowShape.of([{ name, dataTypeID: TEXT }]).row(...sent('{}'))
  expect(Object.entries(row)).toEqual([[name, '{}']])
  expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
})

test('of columns with one name the last that holds something counts', () => {
  const shape = RowShape.of([1, 2].map(() => ({ name: 'id', dataTypeID: INTEGER })))
  expect(
    [
      ['1', '2'],
      ['1', null],
      [null, null],
    ].map((values) => shape.row(...sent(...values))),
  ).toEqual([{ id: 2 }, { id: 1 }, { id: null }])
})

test('columns that look alike in one line are told apart', () => {
  const one = RowShape.of([{ name: 'a" 23 "b', dataTypeID: TEXT }])
  const two = RowShape.of([
    { name: 'a', dataTypeID: TEXT },
    { name: 'b', dataTypeID: INTEGER },
  ])
  expect([one.row(...sent('1')), two.row(...sent('1', '2'))]).toEqual([{ 'a" 23 "b': '1' }, { a: '1', b: 2 }])
})
