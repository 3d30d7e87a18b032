import type { FastifySchema } from 'fastify'
import { $ZodType } from 'zod/v4/core'
import { answersWithVersion } from '../etag.ts'
import { IDEMPOTENT_METHODS } from '../idempotency/idempotency-hooks.ts'
import { jsonSchemaOf, type JsonSchema } from '../json-schema.ts'
import type { Access } from '../route-access.ts'
import type { Route } from '../route-table.ts'
import { strictSchema } from '../strict-schema.ts'
import { hoistDefinitions, type Components } from './components.ts'

/** One method of one path, in OpenAPI's words. */
export type Operation = Record<string, unknown>

type Schema = FastifySchema & {
  summary?: string
  description?: string
  operationId?: string
  /** Types of the body, when it is not JSON. */
  consumes?: readonly string[]
  response?: Record<string, unknown>
}

const problem = (status: string) => ({ $ref: `#/components/responses/${status}` })
const header = (name: string) => ({ $ref: `#/components/parameters/${name}` })

/** `GET /api/v1/crm/customers/:id` → `getCrmCustomersById` */
function operationId({ method, url }: Route): string {
  const words = url
    .replace(/^\/api\/v1\//, '')
    .replaceAll(/:(\w+)/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
  return [method.toLowerCase(), ...words.map((word) => word[0]?.toUpperCase() + word.slice(1))].join('')
}

function accessSentence(access: Access): string | undefined {
  if (access.kind === 'permission') return `Needs the permission \`${access.permission}\`.`
  if (access.kind === 'signed') return 'For a provider, which signs what it sends.'
  if (access.kind === 'member') return 'Any member of the organization may call it.'
  return access.kind === 'public'
    ? 'Anyone may call it; the address decides about the organization.'
    : undefined
}

function parameters(place: 'path' | 'query', schema: unknown, url: string): object[] {
  const { properties = {}, required = [] }: JsonSchema =
    schema instanceof $ZodType ? jsonSchemaOf(schema, 'input') : {}
  const named =
    place === 'path' ? [...url.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '') : Object.keys(properties)
  return named.map((name) => {
    const { description, ...rest } = properties[name] ?? { type: 'string' }
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    }
  })
}

function requestBody(
  { body, consumes = ['application/json'] }: Schema,
  rawBody: boolean,
  name: string,
  components: Components,
): object {
  if (body instanceof $ZodType) {
    const schema = hoistDefinitions(jsonSchemaOf(strictSchema(body), 'input'), name, components)
    const content = Object.fromEntries(consumes.map((type) => [type, { schema }]))
    return { requestBody: { required: true, content } }
  }
  return rawBody
    ? { requestBody: { content: { '*/*': { schema: { type: 'string', format: 'binary' } } } } }
    : {}
}

function successes(schema: Schema, name: string, components: Components): Record<string, object> {
  const declared = Object.entries(schema.response ?? {}).flatMap(([status, response]) => {
    if (!(response instanceof $ZodType)) return []
    const { description = 'Done.', ...body } = hoistDefinitions(
      jsonSchemaOf(response, 'output'),
      `${name}${status}`,
      components,
    )
    const headers = answersWithVersion({ response: { [status]: response } })
      ? { headers: { ETag: { $ref: '#/components/headers/ETag' } } }
      : {}
    return [[status, { description, ...headers, content: { 'application/json': { schema: body } } }] as const]
  })
  return declared.length === 0 ? { '2XX': { description: 'Done.' } } : Object.fromEntries(declared)
}

/** Describes a route. What it and its schemas define for others is added to `components`. */
export function describeRoute(route: Route, tag: string, components: Components): Operation {
  const schema = (route.schema ?? {}) as Schema
  const name = schema.operationId ?? operationId(route)
  const isProtected = route.access.kind === 'member' || route.access.kind === 'permission'
  const changes = IDEMPOTENT_METHODS.includes(route.method)
  const description = [schema.description, accessSentence(route.access)].filter(Boolean).join('\n\n')
  return {
    operationId: name,
    tags: [tag],
    ...(schema.summary === undefined ? {} : { summary: schema.summary }),
    ...(description === '' ? {} : { description }),
    security: isProtected ? [{ accessToken: [] }, { sessionCookie: [] }] : [],
    parameters: [
      ...parameters('path', schema.params, route.url),
      ...parameters('query', schema.querystring, route.url),
      ...(changes && isProtected ? [header('IdempotencyKey')] : []),
      ...(changes && route.method !== 'POST' && answersWithVersion(route.schema) ? [header('IfMatch')] : []),
    ],
    ...requestBody(schema, route.rawBody, `${name}Body`, components),
    responses: {
      ...successes(schema, name, components),
      ...(schema.body !== undefined || schema.querystring !== undefined ? { 400: problem('Invalid') } : {}),
      ...(isProtected ? { 401: problem('Unauthenticated'), 403: problem('Forbidden') } : {}),
      ...(route.plugin === null ? {} : { 404: problem('NotFound') }),
      ...(changes ? { 409: problem('Conflict') } : {}),
      default: problem('Problem'),
    },
  }
}
