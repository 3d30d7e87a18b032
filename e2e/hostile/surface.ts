import type { Answer, TestClient } from '@wasla/host'
import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema } from 'graphql'

type Json = Answer['body']

export interface RestOperation {
  readonly method: string
  /** With `/api/v1` before it, and `{names}` in it. */
  readonly path: string
  readonly query: readonly { readonly name: string; readonly schema: Json }[]
  /** The JSON Schema of its body, where it takes JSON. */
  readonly body: Json | undefined
}

/** Everything a host says it answers to. */
export interface Surface {
  readonly operations: readonly RestOperation[]
  readonly components: Json
  readonly schema: GraphQLSchema
}

/** A stream, which does not end by itself. */
const ENDLESS = /\/live$/
/** Of the showcase: writes to a shared table to show that it cannot, and fails. */
const MEANT_TO_FAIL = /\/showcase\/currencies$/

/** Reads what is there from the host itself, so that what a module adds is attacked too. */
export async function readSurface(member: TestClient): Promise<Surface> {
  const { body: document } = await member.call('GET', '/openapi.json')
  const { data } = await member.graphql(getIntrospectionQuery())
  const operations = Object.entries<Json>(document.paths)
    .filter(([path]) => !ENDLESS.test(path) && !MEANT_TO_FAIL.test(path))
    .flatMap(([path, methods]) =>
      Object.entries<Json>(methods).map(([method, { parameters = [], requestBody }]) => ({
        method: method.toUpperCase(),
        path,
        query: parameters.filter((parameter: Json) => parameter.in === 'query'),
        body: resolve(document.components, requestBody?.content['application/json']?.schema),
      })),
    )
  return { operations, components: document.components, schema: buildClientSchema(data) }
}

/** The schema behind a reference. */
export function resolve(components: Json, schema: Json): Json {
  return schema?.$ref === undefined
    ? schema
    : resolve(components, components.schemas[schema.$ref.split('/').at(-1)])
}
