import { toJSONSchema, type $ZodType } from 'zod/v4/core'

/** A JSON Schema, as far as this folder reads it. */
export interface JsonSchema {
  [keyword: string]: unknown
  type?: string | string[]
  format?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  additionalProperties?: JsonSchema | boolean
  anyOf?: JsonSchema[]
  enum?: unknown[]
  description?: string
}

/** Bigints travel as strings: a JSON number is exact only up to 2^53. */
export const BIGINT_PATTERN = '^-?\\d+$'

/** What JSON Schema has no word for, as the serialiser writes it. */
const WRITTEN_AS: Record<string, JsonSchema> = {
  date: { type: 'string', format: 'date-time' },
  bigint: { type: 'string', pattern: BIGINT_PATTERN },
}

/** The JSON Schema of what a client sends (`input`) or receives (`output`). */
export function jsonSchemaOf(
  schema: $ZodType,
  io: 'input' | 'output',
  target: 'draft-07' | 'draft-2020-12' = 'draft-2020-12',
): JsonSchema {
  const { $schema: _dialect, ...result } = toJSONSchema(schema, {
    io,
    target,
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => {
      const written = WRITTEN_AS[zodSchema._zod.def.type]
      if (written !== undefined) Object.assign(jsonSchema, written)
    },
  })
  return result as JsonSchema
}
