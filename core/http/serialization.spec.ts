import { expect, test } from 'vitest'
import { z } from 'zod'
import { createSerializers, serializerCompiler } from './serialization.ts'

const compile = createSerializers()
const epoch = new Date(0)
const event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paid'), amount: z.bigint().nullable() }),
  z.object({ kind: z.literal('sent'), at: z.date() }),
])

test.each([
  ['a date', z.object({ at: z.date() }), { at: epoch }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ['a date that is null', z.object({ at: z.date().nullable() }), { at: null }, '{"at":null}'],
  ['a bigint', z.object({ n: z.bigint() }), { n: 2n ** 70n }, '{"n":"1180591620717411303424"}'],
  ['what is not there', z.object({ a: z.string().optional(), b: z.string().nullish() }), {}, '{}'],
  ['an enum that is null', z.object({ e: z.enum(['a']).nullable() }), { e: null }, '{"e":null}'],
  [
    'nullables in a list',
    z.array(z.object({ n: z.number().nullable() })),
    [{ n: null }, { n: 1.5 }],
    '[{"n":null},{"n":1.5}]',
  ],
  [
    'nullables in a record',
    z.record(z.string(), z.bigint().nullable()),
    { a: 7n, b: null },
    '{"a":"7","b":null}',
  ],
  ['a bigint in a union', event, { kind: 'paid', amount: 7n }, '{"kind":"paid","amount":"7"}'],
  [
    'a date in that union',
    event,
    { kind: 'sent', at: epoch },
    '{"kind":"sent","at":"1970-01-01T00:00:00.000Z"}',
  ],
  [
    'anything',
    z.object({ any: z.unknown() }),
    { any: { at: epoch, list: [1, 'x', null] } },
    '{"any":{"at":"1970-01-01T00:00:00.000Z","list":[1,"x",null]}}',
  ],
  [
    'keys nobody named',
    z.object({ a: z.object({ b: z.string() }) }),
    { a: { b: 'x', secret: 1 }, secret: 2 },
    '{"a":{"b":"x"}}',
  ],
  [
    'keys nobody named in a union',
    event,
    { kind: 'paid', amount: null, secret: 1 },
    '{"kind":"paid","amount":null}',
  ],
])('%s', (_name, schema, value, json) => {
  expect(compile(schema)(value)).toBe(json)
})

test('with the check a response that does not match is an error, without it a missing key still is', () => {
  const schema = z.object({ a: z.string().min(3) })
  const route = { schema, method: 'GET', url: '/x', httpStatus: '200' } as never
  expect(() => serializerCompiler(compile, true)(route)({ a: 'x' })).toThrow('GET /x does not match')
  expect(serializerCompiler(compile, false)(route)({ a: 'x' })).toBe('{"a":"x"}')
  expect(() => serializerCompiler(compile, false)(route)({})).toThrow('required')
})
