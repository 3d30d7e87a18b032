import type { Json } from '@wasla/sdk/testing'
import { type ExampleSchema, exampleValue } from './example-value.ts'
import type { Subject } from './subject.ts'

/** A route of the plugin, as the API's own document tells it. */
export interface Operation {
  readonly method: string
  /** Under `/api/v1`: `/loyalty/rewards/{id}`. */
  readonly path: string
  readonly summary: string | undefined
  readonly protected: boolean
  /** The permission it needs; `undefined` when any member may call it. */
  readonly permission: string | undefined
  /** A plausible body; `undefined` for a route without one. */
  readonly body: unknown
}

const NOWHERE = '019aa000-0000-7000-8000-000000000000'

export async function operationsOf({ host, manifest }: Subject): Promise<Operation[]> {
  const { body: document } = await host.visitor.call('GET', '/openapi.json')
  const prefix = `/api/v1${manifest.routePrefix ?? `/${manifest.id}`}`
  const resolve = (ref: string): ExampleSchema =>
    ref
      .replace('#/', '')
      .split('/')
      .reduce<Json>((place, key) => place?.[key], document) ?? {}
  return Object.entries<Json>(document.paths)
    .filter(([path]) => path === prefix || path.startsWith(`${prefix}/`))
    .flatMap(([path, methods]) =>
      Object.entries<Json>(methods).map(([method, operation]) =>
        toOperation(method, path.slice('/api/v1'.length), operation, resolve),
      ),
    )
}

function toOperation(
  method: string,
  path: string,
  operation: Json,
  resolve: (ref: string) => ExampleSchema,
): Operation {
  const schema: ExampleSchema | undefined = operation.requestBody?.content?.['application/json']?.schema
  return {
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    protected: operation.security.length > 0,
    permission: /Needs the permission `([^`]+)`/.exec(operation.description ?? '')?.[1],
    body: schema === undefined ? undefined : exampleValue(schema, resolve),
  }
}

/** The path with our rows' ids in it, where the seed told them. */
export function pathOf(
  { seeded = {} }: Subject,
  { method, path }: Operation,
): { path: string; unknown: string[] } {
  const own = seeded[`${method} ${path}`]
  const unknown: string[] = []
  const filled = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => {
    const id = typeof own === 'object' ? (own[name] ?? seeded[name]) : seeded[name]
    if (typeof id === 'string') return encodeURIComponent(id)
    unknown.push(name)
    return NOWHERE
  })
  return { path: filled, unknown }
}

/** Every id the seed answered. */
export function seededIds({ seeded = {} }: Subject): string[] {
  return Object.values(seeded).flatMap((value) =>
    typeof value === 'string' ? [value] : Object.values(value),
  )
}
