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
  readonly getter?: () => $ZodType
  readonly in?: $ZodType
}

const closed = new WeakMap<$ZodType, $ZodType>()

/**
 * The same schema with every object in it closed: an unknown key is refused and named instead of dropped.
 * An object whose author chose what happens to other keys (`catchall`, `looseObject`) stays as it is; so do
 * intersections, of which each side alone would refuse the keys of the other.
 */
export function strictSchema(schema: $ZodType): $ZodType {
  const known = closed.get(schema)
  if (known !== undefined) return known
  const definition: Nested = schema._zod.def
  const changes = strictParts(definition)
  // The parent keeps descriptions and other metadata, which belong to the instance.
  const result =
    changes === undefined ? schema : clone(schema, { ...definition, ...changes } as never, { parent: true })
  closed.set(schema, result)
  return result
}

function strictParts(definition: Nested): Partial<Nested> | undefined {
  const { type, shape, element, innerType, options, items, valueType, getter } = definition
  if (shape !== undefined) return { shape: strictShape(shape), catchall: definition.catchall ?? z.never() }
  if (element !== undefined) return { element: strictSchema(element) }
  if (innerType !== undefined) return { innerType: strictSchema(innerType) }
  if (options !== undefined) return { options: options.map(strictSchema) }
  if (items !== undefined) return { items: items.map(strictSchema) }
  if (getter !== undefined) return { getter: () => strictSchema(getter()) }
  if (type === 'record' && valueType !== undefined) return { valueType: strictSchema(valueType) }
  if (type === 'pipe' && definition.in !== undefined) return { in: strictSchema(definition.in) }
  return undefined
}

/** Each key when it is first looked at: a schema may contain itself. */
function strictShape(shape: Readonly<Record<string, $ZodType>>): Record<string, $ZodType> {
  const result: Record<string, $ZodType> = {}
  for (const key of Object.keys(shape)) {
    Object.defineProperty(result, key, {
      enumerable: true,
      get: () => {
        const part = shape[key]
        return part === undefined ? undefined : strictSchema(part)
      },
    })
  }
  return result
}
