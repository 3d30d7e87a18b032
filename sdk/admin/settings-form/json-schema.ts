/** The part of JSON Schema in which settings are written. */
export interface JsonSchema {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly enum?: readonly (string | number)[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly minimum?: number
  readonly maximum?: number
  readonly format?: string
  readonly default?: unknown
  readonly secret?: boolean
  readonly anyOf?: readonly JsonSchema[]
}

/** A property that may be null is drawn as what it is otherwise. */
export function withoutNull(schema: JsonSchema): JsonSchema {
  const choices = schema.anyOf?.filter(({ type }) => type !== 'null')
  return choices?.length === 1 ? { ...choices[0], ...schema, anyOf: undefined } : schema
}

/** "closeAfterDays" → "Close after days", where a module gives no text of its own. */
export function readableName(property: string): string {
  const words = property
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
