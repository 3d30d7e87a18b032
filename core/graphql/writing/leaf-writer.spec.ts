import fc from 'fast-check'
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLScalarType,
  GraphQLString,
} from 'graphql'
import { expect, test } from 'vitest'
import { decoderOf } from '../../database/statements/decode.ts'
import { serializeMoment } from '../schema/scalars.ts'
import { JsonOutput } from './json-output.ts'
import { leafWriter } from './leaf-writer.ts'

const DateTime = new GraphQLScalarType({ name: 'DateTime', serialize: serializeMoment as () => string })
const Json = new GraphQLScalarType({ name: 'JSON' })
const Kind = new GraphQLEnumType({
  name: 'Kind',
  values: { CALL: { value: 'call' }, MAIL: { value: 'mail' } },
})

/** What is written of a value that stands between others. */
function written(type: GraphQLLeafType, columnType: number, text: string): string | undefined {
  const out = new JsonOutput()
  const bytes = Buffer.from(`"${text}"`)
  const isWritten = leafWriter(type, columnType)(out, bytes, 1, bytes.length - 1)
  return isWritten ? out.take().toString() : undefined
}

const expected = (type: GraphQLLeafType, columnType: number, text: string) =>
  JSON.stringify(type.serialize(decoderOf(columnType)(text)))

test.each([
  [GraphQLString, 25, 'Company'],
  [GraphQLString, 1043, 'a "quote", \\ and شركة 😀 \u2028 \u007f \n\u0000'],
  [GraphQLString, 23, '5'],
  [GraphQLID, 2950, '01a22706-6cbf-7fc7-865c-5ab31e828ce6'],
  [GraphQLID, 23, '7'],
  [GraphQLInt, 21, '-5'],
  [GraphQLInt, 23, '2147483647'],
  [GraphQLFloat, 701, '1.50'],
  [GraphQLBoolean, 16, 't'],
  [GraphQLBoolean, 16, 'f'],
  [Kind, 25, 'mail'],
  [Json, 3802, '{"a": [1, "ب"]}'],
  [DateTime, 1184, '2026-11-20 09:55:35+00'],
  [DateTime, 1184, '2026-11-20 09:55:35.1+00'],
  [DateTime, 1184, '2026-11-20 09:55:35.123456+00'],
  [DateTime, 1184, '2026-11-20 12:55:35.5+03'],
  [DateTime, 1184, '0400-11-20 09:55:35+00'],
  [DateTime, 1184, '12026-01-01 00:00:00+00'],
] as const)('%s of a column of type %i: %s', (type, columnType, text) => {
  expect(written(type, columnType, text)).toBe(expected(type, columnType, text))
  expect(written(type, columnType, text)).toBe(expected(type, columnType, text))
})

test('whatever a text holds is written as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(text.isWellFormed())
      expect(written(GraphQLString, 25, text)).toBe(JSON.stringify(text))
    }),
  )
})

test('what its type refuses, or takes for nothing, is not written', () => {
  expect(() => written(Kind, 25, 'fax')).toThrow('cannot represent value')
  expect(() => written(GraphQLInt, 20, '9007199254740993')).toThrow('Int cannot represent')
  expect(written(Json, 3802, 'null')).toBeUndefined()
  expect(() => written(DateTime, 1184, 'infinity')).toThrow('Invalid time value')
})

test('a long answer finds room, and the next begins anew', () => {
  const out = new JsonOutput()
  const part = Buffer.from('شركة "'.repeat(1_000))
  for (let count = 0; count < 100; count += 1) out.string(part, 0, part.length)
  expect(out.take().toString()).toBe(JSON.stringify(part.toString()).repeat(100))
  const next = new JsonOutput()
  next.text('"شركة"')
  next.byte(44)
  next.copy(Buffer.from('x'.repeat(200)))
  expect(next.take().toString()).toBe(`"شركة",${'x'.repeat(200)}`)
})
