import { isSecret } from '@wasla/sdk'
import { z } from 'zod'

/** What lies under optional, default, nullable and the like; secret if any layer was marked. */
function unwrap(schema: z.ZodType): { inner: z.ZodType; secret: boolean } {
  let inner = schema
  let secret = isSecret(inner)
  for (;;) {
    const { def } = inner as z.ZodType & { def: { innerType?: z.ZodType } }
    if (def.innerType === undefined) return { inner, secret }
    inner = def.innerType
    secret ||= isSecret(inner)
  }
}

/** The paths of all values marked by `secret()`, inside nested objects too. */
export function secretPaths(schema: z.ZodObject, path: readonly string[] = []): string[][] {
  return Object.entries(schema.shape).flatMap(([key, property]) => {
    const { inner, secret } = unwrap(property as z.ZodType)
    const here = [...path, key]
    if (secret) return [here]
    return inner instanceof z.ZodObject ? secretPaths(inner, here) : []
  })
}

/** The dotted paths in `value` that the schema does not know. */
export function unknownKeys(schema: z.ZodObject, value: object, path: readonly string[] = []): string[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const here = [...path, key]
    if (!Object.hasOwn(schema.shape, key)) return [here.join('.')]
    const { inner } = unwrap(schema.shape[key] as z.ZodType)
    return inner instanceof z.ZodObject && isObject(member) ? unknownKeys(inner, member, here) : []
  })
}

/** The JSON Schema the admin UI draws the form from; secrets are `writeOnly`. */
export function settingsJsonSchema(schema: z.ZodObject): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      if (jsonSchema['secret'] !== true) return
      delete jsonSchema['secret']
      jsonSchema.writeOnly = true
    },
  })
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function readPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  )
}

/** A copy of `value` with the member at `path` replaced, or left out when `member` is undefined. */
export function withPath(
  value: Record<string, unknown>,
  path: readonly string[],
  member: unknown,
): Record<string, unknown> {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (rest.length > 0) {
    const child = isObject(value[key]) ? value[key] : {}
    if (member === undefined && value[key] === undefined) return value
    return { ...value, [key]: withPath(child, rest, member) }
  }
  const { [key]: _replaced, ...others } = value
  return member === undefined ? others : { ...others, [key]: member }
}
