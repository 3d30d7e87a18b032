import type { Answer } from '@wasla/host'

type Json = Answer['body']

/** Values for a JSON Schema that would be accepted, with ids taken from a list, one after the other. */
export class Samples {
  readonly #components: Json
  readonly #ids: readonly string[]
  readonly #text: string
  #next = 0

  constructor(components: Json, ids: readonly string[], text: string) {
    this.#components = components
    this.#ids = ids
    this.#text = text
  }

  of(schema: Json): Json {
    if (schema?.$ref !== undefined) return this.of(this.#components.schemas[schema.$ref.split('/').at(-1)])
    const choice = (schema?.anyOf ?? schema?.oneOf)?.find(({ type }: Json) => type !== 'null')
    if (choice !== undefined) return this.of(choice)
    if (schema?.const !== undefined) return schema.const
    if (schema?.enum !== undefined) return schema.enum[0]
    if (schema?.type === 'object') return this.#object(schema)
    if (schema?.type === 'array') return [this.of(schema.items)]
    if (schema?.type === 'boolean') return true
    if (schema?.type === 'integer' || schema?.type === 'number') return Math.max(schema.minimum ?? 1, 1)
    return this.#string(schema)
  }

  id(): string {
    this.#next += 1
    return this.#ids[this.#next % this.#ids.length] ?? ''
  }

  #object({ properties = {} }: Json): Json {
    return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, this.of(schema)]))
  }

  #string({ format }: Json): string {
    if (format === 'uuid') return this.id()
    if (format === 'email') return 'somebody@example.com'
    return format === 'date-time' ? '2026-01-01T00:00:00Z' : this.#text
  }
}
