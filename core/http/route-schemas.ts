import type { RouteOptions } from 'fastify'
import { $ZodType } from 'zod/v4/core'
import { RouteFailure } from './route-failure.ts'
import type { CompileSerializer } from './serialization.ts'
import { strictSchema } from './strict-schema.ts'

const INPUTS = ['body', 'querystring', 'params', 'headers'] as const

/** Every schema of a route, by the name its author knows it by. */
function schemasOf({ schema }: RouteOptions): [name: string, schema: unknown][] {
  const responses = Object.entries((schema?.response ?? {}) as Record<string, unknown>)
  return [
    ...INPUTS.flatMap((part): [string, unknown][] =>
      schema?.[part] === undefined ? [] : [[part, schema[part]]],
    ),
    ...responses.map(([status, response]): [string, unknown] => [`response ${status}`, response]),
  ]
}

/**
 * Compiles the responses of a plugin's route while it is registered. Fastify would do it once all plugins are in, when an error
 * no longer tells whose it is. Those of the platform wait for their first answer.
 * @throws RouteFailure `route_schema_invalid`
 */
export function compileSchemas(route: RouteOptions, plugin: string | null, compile: CompileSerializer): void {
  for (const [name, schema] of schemasOf(route)) {
    try {
      if (!(schema instanceof $ZodType)) throw new TypeError('it is not a zod schema')
      if (name.startsWith('response')) compile(schema, plugin !== null)
      else strictSchema(schema)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new RouteFailure(
        'route_schema_invalid',
        `The ${name} schema of ${String(route.method)} ${route.url} of "${plugin ?? 'the platform'}" cannot be used: ${reason}.`,
      )
    }
  }
}
