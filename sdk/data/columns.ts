import { p, type EmptyOptions, type PropertyChain } from '@mikro-orm/core'
import type { z } from 'zod'

/** What every tenant entity has anyway. */
const platformColumns = ['id', 'organizationId', 'version', 'createdAt', 'updatedAt'] as const

type Column<Value> = null extends Value
  ? PropertyChain<NonNullable<Value>, EmptyOptions & { nullable: true }>
  : PropertyChain<Value, EmptyOptions>

/** The properties of an entity that stores a response schema as it is. */
export type ColumnsOf<Schema extends z.ZodObject> = {
  [Key in Exclude<keyof z.output<Schema> & string, (typeof platformColumns)[number]>]: Column<
    z.output<Schema>[Key]
  >
}

interface FieldDefinition {
  readonly type: string
  readonly format?: string
  readonly innerType?: z.ZodType
}

const definitionOf = (field: z.ZodType) => field._zod.def as unknown as FieldDefinition

/**
 * The columns in which the fields of a response are stored, one for one: so an entity adds to what the contract
 * promises, and does not repeat it. A column that the contract does not name is never answered. Leave out what is not stored
 * (`ticketSchema.omit({ overdue: true })`), and write by hand what needs a default or a type of its own, behind the spread.
 *
 * | field | column |
 * | --- | --- |
 * | `z.string()`, `z.enum([…])` | `text` |
 * | `z.uuid()` | `uuid` |
 * | `z.int()`, `z.number()` | `integer`, `double precision` |
 * | `z.bigint()` | `bigint` |
 * | `z.boolean()` | `boolean` |
 * | `z.date()`, `z.iso.date()` | `timestamptz`, `date` |
 * | objects, arrays, records | `jsonb` |
 *
 * @throws TypeError for a field of another kind
 * @example
 * export const Customer = defineEntity({
 *   name: 'Customer',
 *   tableName: 'customers',
 *   properties: (p) => ({ ...columnsOf(customerSchema), phoneRaw: p.text().nullable() }),
 * })
 */
export function columnsOf<Schema extends z.ZodObject>(schema: Schema): ColumnsOf<Schema> {
  const skipped: readonly string[] = platformColumns
  const columns = Object.entries(schema.shape)
    .filter(([key]) => !skipped.includes(key))
    .map(([key, field]) => [key, columnOf(key, field as z.ZodType)])
  return Object.fromEntries(columns) as ColumnsOf<Schema>
}

function columnOf(key: string, field: z.ZodType): unknown {
  const definition = definitionOf(field)
  if (definition.type === 'nullable' && definition.innerType !== undefined)
    return bareColumn(key, definition.innerType).nullable()
  return bareColumn(key, field)
}

function bareColumn(key: string, field: z.ZodType) {
  const { type, format } = definitionOf(field)
  switch (type) {
    case 'string':
      return format === 'uuid' ? p.uuid() : format === 'date' ? p.date() : p.text()
    case 'enum':
    case 'literal':
      return p.text()
    case 'number':
      return format === 'safeint' || format === 'int32' ? p.integer() : p.double()
    case 'bigint':
      return p.bigint()
    case 'boolean':
      return p.boolean()
    case 'date':
      return p.datetime()
    case 'array':
    case 'object':
    case 'record':
      return p.json()
    default:
      throw new TypeError(
        `The field "${key}" is of zod's type "${type}", for which there is no column; leave it out by omit() and write its column by hand.`,
      )
  }
}
