import { expect, test } from 'vitest'
import { decoderOf } from './decode.ts'
import { encode } from './encode.ts'

const timestamp = decoderOf(1184)

test.each([
  ['2026-11-20 09:55:35.123456+00', '2026-11-20T09:55:35.123Z'],
  ['2026-11-20 12:55:35+03', '2026-11-20T09:55:35.000Z'],
  ['2026-11-20 04:25:35.1-05:30', '2026-11-20T09:55:35.100Z'],
])('%s is a moment', (text, iso) => {
  expect(timestamp(text)).toEqual(new Date(iso))
})

test.each(['infinity', '0044-03-15 00:00:00+00 BC', '12026-01-01 00:00:00+00'])(
  '%s, which no Date holds, stays text',
  (text) => {
    expect(timestamp(text)).toBe(text)
  },
)

test('arrays are read element by element', () => {
  expect(decoderOf(1016)('{1,NULL,9007199254740993}')).toEqual([1n, null, 9_007_199_254_740_993n])
  expect(decoderOf(1185)('{"2026-11-20 09:55:35+00"}')).toEqual([new Date('2026-11-20T09:55:35Z')])
  expect(decoderOf(1007)('{{1,2},{3,4}}')).toEqual([
    [1, 2],
    [3, 4],
  ])
})

test('a type without a rule stays text', () => {
  expect(decoderOf(1186)('1 day')).toBe('1 day')
})

test('parameters are written as text', () => {
  expect(encode(undefined)).toBeNull()
  expect(encode(5n)).toBe('5')
  expect(encode(true)).toBe('true')
  expect(encode(new Date('2026-11-20T09:55:35Z'))).toBe('2026-11-20T09:55:35.000Z')
  expect(encode({ a: 5n })).toBe('{"a":"5"}')
  expect(encode(['a"b\\', null, ['c']])).toBe('{"a\\"b\\\\",NULL,{"c"}}')
  expect(encode(Buffer.from('x'))).toEqual(Buffer.from('x'))
})
