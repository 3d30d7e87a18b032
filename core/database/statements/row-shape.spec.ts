import { expect, test } from 'vitest'
import { RowShape } from './row-shape.ts'

const TEXT = 25
const INTEGER = 23
const shapeOf = (columns: Record<string, number>) =>
  RowShape.of(Object.entries(columns).map(([name, dataTypeID]) => ({ name, dataTypeID })))

test('a row has a property for each column, decoded', () => {
  const row = shapeOf({ id: TEXT, count: INTEGER, 'the "name"\n': TEXT }).row(['a', '5', null])
  expect(row).toStrictEqual({ id: 'a', count: 5, 'the "name"\n': null })
})

test('a column may have the name of what every object has', () => {
  const name = '__proto__'
  const row = RowShape.of([{ name, dataTypeID: TEXT }]).row(['{}'])
  expect(Object.entries(row)).toEqual([[name, '{}']])
  expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
})

test('of columns with one name the last that holds something counts', () => {
  const shape = RowShape.of([1, 2].map(() => ({ name: 'id', dataTypeID: INTEGER })))
  expect([shape.row(['1', '2']), shape.row(['1', null]), shape.row([null, null])]).toEqual([
    { id: 2 },
    { id: 1 },
    { id: null },
  ])
})

test('columns that look alike in one line are told apart', () => {
  const one = RowShape.of([{ name: 'a" 23 "b', dataTypeID: TEXT }])
  const two = RowShape.of([
    { name: 'a', dataTypeID: TEXT },
    { name: 'b', dataTypeID: INTEGER },
  ])
  expect([one.row(['1']), two.row(['1', '2'])]).toEqual([{ 'a" 23 "b': '1' }, { a: '1', b: 2 }])
})
