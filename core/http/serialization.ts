import build, { type Schema } from 'fast-json-stringify'
import type { FastifySerializerCompiler } from 'fastify'
import { parse, safeParse, type $ZodType } from 'zod/v4/core'
import { BIGINT_PATTERN, jsonSchemaOf, type JsonSchema } from './json-schema.ts'

const isNull = (schema: JsonSchema) => schema.type === 'null'

/**
 * fast-json-stringify validates each value against every branch of an `anyOf`; zod writes each nullable value
 * as one. `nullable` says the same at no cost.
 */
function nullableInsteadOfAnyOf(schema: JsonSchema): JsonSchema {
  const { anyOf } = schema
  if (anyOf?.length === 2 && anyOf.some(isNull)) {
    const branch = anyOf.find((candidate) => !isNull(candidate))
    if (branch?.type !== undefined) return { ...nullableInsteadOfAnyOf(branch), nullable: true }
  }
  const result = { ...schema }
  if (schema.properties !== undefined) {
    const properties = Object.entries(schema.properties)
    result.properties = Object.fromEntries(
      properties.map(([key, value]) => [key, nullableInsteadOfAnyOf(value)]),
    )
  }
  if (schema.items !== undefined) result.items = nullableInsteadOfAnyOf(schema.items)
  if (typeof schema.additionalProperties === 'object') {
    result.additionalProperties = nullableInsteadOfAnyOf(schema.additionalProperties)
  }
  return result
}

type Stringify = (value: unknown) => string

// The branch of a union is found by validation, which knows no bigint; zod does, and drops unknown keys as well.
function needsZod(schema: JsonSchema): boolean {
  const text = JSON.stringify(schema)
  return text.includes(JSON.stringify(BIGINT_PATTERN)) && /"(?:anyOf|oneOf)":/.test(text)
}

function stringifyByZod(schema: $ZodType): Stringify {
  const withBigints = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)
  return (value) => JSON.stringify(parse(schema, value), withBigints)
}

/**
 * Makes the serialiser of a response schema, once.
 * @param ahead of the first answer, so that a fault shows where the route is declared
 * @throws Error when the schema describes what JSON cannot hold; without `ahead` the first answer does
 */
export type CompileSerializer = (schema: $ZodType, ahead?: boolean) => Stringify

/**
 * Building serialisers is most of the work of mounting routes, and a host answers with a few of its schemas long before it has
 * answered with all. So each is built for its first answer; what is asked for ahead is described, and with `buildAhead`, where
 * authors look at what they have just written, built.
 */
export function createSerializers(buildAhead = false): CompileSerializer {
  const known = new WeakMap<$ZodType, Serializer>()
  return (schema, ahead = false) => {
    const serializer = known.get(schema) ?? createSerializer(schema)
    known.set(schema, serializer)
    if (ahead) (buildAhead ? serializer.build : serializer.describe)()
    return serializer.stringify
  }
}

interface Serializer {
  readonly stringify: Stringify
  readonly describe: () => JsonSchema
  readonly build: () => Stringify
}

function createSerializer(schema: $ZodType): Serializer {
  let described: JsonSchema | undefined
  let built: Stringify | undefined
  const describe = () => (described ??= nullableInsteadOfAnyOf(jsonSchemaOf(schema, 'output', 'draft-07')))
  const make = (jsonSchema: JsonSchema) =>
    needsZod(jsonSchema) ? stringifyByZod(schema) : (build(jsonSchema as Schema) as Stringify)
  return {
    describe,
    build: () => (built ??= make(describe())),
    stringify: (value) => (built ??= make(describe()))(value),
  }
}

/**
 * Serialises by the zod schema of the response: keys the schema does not name never leave. With `check`, the value is
 * held against the schema first and a mismatch is an error.
 */
export function serializerCompiler(
  compile: CompileSerializer,
  check: boolean,
): FastifySerializerCompiler<$ZodType> {
  return ({ schema, method, url }) => {
    const stringify = compile(schema)
    if (!check) return stringify
    return (value: unknown) => {
      const result = safeParse(schema, value)
      if (result.success) return stringify(value)
      throw new Error(`The response of ${method} ${url} does not match its schema: ${result.error.message}`)
    }
  }
}
