import type { JsonSchema } from '../json-schema.ts'

/** Schemas that others refer to, by name. */
export type Components = Record<string, JsonSchema>

const REFERENCE = /^#\/\$defs\/(.+)$/

/**
 * Moves what a schema defines for itself to the document's components, where its references then point: inside a
 * document `#` is no longer the schema.
 */
export function hoistDefinitions(schema: JsonSchema, name: string, components: Components): JsonSchema {
  const { $defs = {}, ...root } = schema as JsonSchema & { $defs?: Record<string, JsonSchema> }
  // zod names what recurs without an `id` by number, the same numbers in every schema.
  const nameOf = (definition: string) =>
    definition.startsWith('__schema') ? `${name}${definition.slice(2)}` : definition
  let refersToRoot = false
  const point = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(point)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => {
        if (key !== '$ref' || typeof part !== 'string') return [key, point(part)]
        if (part === '#') refersToRoot = true
        const definition = REFERENCE.exec(part)?.[1]
        return [key, `#/components/schemas/${definition === undefined ? name : nameOf(definition)}`]
      }),
    )
  }
  for (const [definition, part] of Object.entries($defs)) {
    const { id: _name, $id: _address, ...content } = part
    components[nameOf(definition)] = point(content) as JsonSchema
  }
  const pointed = point(root) as JsonSchema
  if (!refersToRoot) return pointed
  components[name] = pointed
  return { $ref: `#/components/schemas/${name}` }
}
