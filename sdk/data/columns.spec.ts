import { expect, test } from 'vitest'
import { z } from 'zod'
import { columnsOf } from './columns.ts'
import { defineEntity } from './entity.ts'

const answered = z.object({
  id: z.uuid(),
  version: z.int(),
  ownerId: z.uuid().nullable(),
  title: z.string().describe('Words'),
  status: z.enum(['open', 'closed']),
  size: z.int(),
  ratio: z.number(),
  price: z.bigint(),
  done: z.boolean(),
  at: z.date(),
  day: z.iso.date().nullable(),
  lines: z.array(z.object({ name: z.string() })),
  createdAt: z.date(),
})

// Property types are classes.
const nameOf = (type: unknown) => (type as { readonly name: string }).name

test('the fields of a response become columns, those of the platform apart', () => {
  const Thing = defineEntity({
    name: 'Thing',
    tableName: 'things',
    properties: (p) => ({ ...columnsOf(answered), secret: p.text() }),
  }).init()
  const columns = Thing.meta.props
    .filter(({ name }) => !['id', 'organizationId', 'version', 'createdAt', 'updatedAt'].includes(name))
    .map(({ name, type, nullable }) => `${name}: ${nameOf(type)}${nullable === true ? ' or null' : ''}`)
  expect(columns).toEqual([
    'ownerId: UuidType or null',
    'title: TextType',
    'status: TextType',
    'size: IntegerType',
    'ratio: DoubleType',
    'price: BigIntType',
    'done: BooleanType',
    'at: DateTimeType',
    'day: DateType or null',
    'lines: JsonType',
    'secret: TextType',
  ])
})

test('a field that has no column is named, and can be left out', () => {
  const schema = answered.extend({ either: z.union([z.string(), z.int()]) })
  expect(() => columnsOf(schema)).toThrow('"either"')
  expect(Object.keys(columnsOf(schema.omit({ either: true })))).toContain('title')
})
