import { z } from 'zod'
import { clone, type $ZodType, type $ZodTypeDef } from 'zod/v4/core'

/** The parts of definitions that hold other schemas. */
interface Nested extends $ZodTypeDef {
  readonly shape?: Readonly<Record<string, $ZodType>>
  readonly catchall?: $ZodType
  readonly element?: $ZodType
  readonly innerType?: $ZodType
  readonly options?: readonly $ZodType[]
  readonly items?: readonly $ZodType[]
  readonly valueType?: $ZodType
  readonly in?: $ZodType
  readonly out?: $ZodType
}

const LOOSE_INSIDE = new Set(['intersection', 'lazy', 'transform'])

/**
 * The same schema with every object in it closed: an unknown key is refused and named instead of dropped.
 * An object whose author chose what happens to other keys (`catchall`, `looseObject`) stays as it is; so do
 * intersections, of which each side alone would refuse the keys of the other.
 */
export function strictSchema(schema: $ZodType): $ZodType {
  const definition: Nested = schema._zod.def
  if (LOOSE_INSIDE.has(definition.type)) return schema
  const changes = strictParts(definition)
  // The parent keeps descriptions and other metadata, which belong to the instance.
  return changes === undefined
    ? schema
    : clone(schema, { ...definition, ...changes } as never, { parent: true })
}

function strictParts(definition: Nested): Partial<Nested> | undefined {
  const { shape, element, innerType, options, items, valueType } = definition
  if (shape !== undefined) {
    const closed = Object.entries(shape).map(([key, part]) => [key, strictSchema(part)] as const)
    return { shape: Object.fromEntries(closed), catchall: definition.catchall ?? z.never() }
  }
  if (element !== undefined) return { element: strictSchema(element) }
  if (innerType !== undefined) return { innerType: strictSchema(innerType) }
  if (options !== undefined) return { options: options.map(strictSchema) }
  if (items !== undefined) return { items: items.map(strictSchema) }
  if (definition.type === 'record' && valueType !== undefined) return { valueType: strictSchema(valueType) }
  if (definition.type === 'pipe' && definition.in !== undefined) return { in: strictSchema(definition.in) }
  return undefined
}
