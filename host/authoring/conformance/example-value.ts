/** A JSON Schema, as far as examples need it. */
export interface ExampleSchema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly format?: string
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly minLength?: number
  readonly minItems?: number
  readonly items?: ExampleSchema
  readonly properties?: Readonly<Record<string, ExampleSchema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly ExampleSchema[]
  readonly oneOf?: readonly ExampleSchema[]
  readonly allOf?: readonly ExampleSchema[]
  readonly $ref?: string
}

const formats: Readonly<Record<string, string>> = {
  uuid: '019aa000-0000-7000-8000-000000000000',
  email: 'somebody@example.com',
  'date-time': '2026-01-02T03:04:05Z',
  date: '2026-01-02',
  time: '03:04:05',
  uri: 'https://example.com/',
}

/** Something plausible of this shape: the required properties, each with the simplest value that may stand there. */
export function exampleValue(
  schema: ExampleSchema,
  resolve: (ref: string) => ExampleSchema = () => ({}),
): unknown {
  if (schema.$ref !== undefined) return exampleValue(resolve(schema.$ref), resolve)
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum !== undefined) return schema.enum[0]
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []
  if (choice !== undefined) return exampleValue(choice, resolve)
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object': {
      const { properties = {}, required = [] } = schema
      return Object.fromEntries(required.map((name) => [name, exampleValue(properties[name] ?? {}, resolve)]))
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => exampleValue(schema.items ?? {}, resolve))
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum === undefined ? 1 : schema.exclusiveMinimum + 1)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return formats[schema.format ?? ''] ?? 'example'.padEnd(schema.minLength ?? 0, 'x')
  }
}
