import { expect, test } from 'vitest'
import { z } from 'zod'
import { safeParse, type $ZodType } from 'zod/v4/core'
import { strictSchema } from './strict-schema.ts'

function refused(schema: $ZodType, value: unknown): string[] {
  const { error } = safeParse(strictSchema(schema), value)
  return (error?.issues ?? []).map((issue) =>
    issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys].join('.') : issue.code,
  )
}

const inner = z.object({ a: z.string() })
interface Tree {
  name: string
  children: Tree[]
}
const tree: z.ZodType<Tree> = z.object({
  name: z.string(),
  get children() {
    return z.array(tree)
  },
})
const lazyTree: z.ZodType = z.lazy(() => z.object({ name: z.string(), children: z.array(lazyTree) }))

test.each([
  ['an object', inner, { a: 'x', b: 1 }, ['b']],
  ['a list', z.array(inner), [{ a: 'x' }, { a: 'x', b: 1 }], ['1.b']],
  [
    'an optional with a default',
    z.object({ o: inner.optional().nullable(), d: inner.default({ a: '' }) }),
    { o: { a: 'x', b: 1 }, d: { a: 'x', c: 1 } },
    ['o.b', 'd.c'],
  ],
  [
    'a union',
    z.discriminatedUnion('k', [z.object({ k: z.literal(1) }), z.object({ k: z.literal(2) })]),
    { k: 2, b: 1 },
    ['b'],
  ],
  ['a record', z.record(z.string(), inner), { key: { a: 'x', b: 1 } }, ['key.b']],
  ['a tuple', z.tuple([inner]), [{ a: 'x', b: 1 }], ['0.b']],
  ['what is transformed after', inner.transform(({ a }) => a.length), { a: 'x', b: 1 }, ['b']],
  ['what is refined', inner.refine(({ a }) => a !== 'y'), { a: 'y' }, ['custom']],
  [
    'a schema that contains itself',
    tree,
    { name: 'x', children: [{ name: 'y', children: [], b: 1 }] },
    ['children.0.b'],
  ],
  ['a lazy one', lazyTree, { name: 'x', children: [{ name: 'y', children: [], b: 1 }] }, ['children.0.b']],
  ['one that is open on purpose', z.looseObject({ a: z.string() }), { a: 'x', b: 1 }, []],
  ['an intersection', z.intersection(inner, z.object({ b: z.number() })), { a: 'x', b: 1 }, []],
])('%s', (_name, schema, value, names) => {
  expect(refused(schema, value)).toEqual(names)
})

test('descriptions stay with the closed schema', () => {
  expect((strictSchema(inner.describe('A thing')) as z.ZodType).description).toBe('A thing')
})
