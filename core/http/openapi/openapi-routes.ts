import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import { LRUCache } from 'lru-cache'
import type { Registry } from '../../kernel/registry.ts'
import type { ActiveModules, Gate } from '../../tenancy/gate.ts'
import type { RouteTable } from '../route-table.ts'
import { openapiDocument, type OpenapiDocument } from './document.ts'

export interface OpenapiDependencies {
  readonly table: RouteTable
  readonly registry: Registry
  readonly gate: Gate
}

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"

/** `/openapi.json`: of all modules for anyone, of the organization's active ones for its members. And a page to read it. */
export async function openapiRoutes(
  app: FastifyInstance,
  { table, registry, gate }: OpenapiDependencies,
): Promise<void> {
  const documents = new LRUCache<string, OpenapiDocument>({ max: 50 })
  const documentFor = (active: ActiveModules | null): OpenapiDocument => {
    const key = active === null ? 'all' : `active:${active.key}`
    const known = documents.get(key)
    if (known !== undefined) return known
    const routes = table.routes.filter(
      ({ plugin }) => plugin === null || active === null || active.ids.has(plugin),
    )
    const document = openapiDocument(routes, registry.manifests)
    documents.set(key, document)
    return document
  }

  app.get(
    '/openapi.json',
    { config: { anonymous: true }, schema: { summary: 'This document' } },
    async ({ session }) =>
      documentFor(session === null ? null : await gate.activeModules(session.organizationId)),
  )
  // The page looks for the document where @fastify/swagger, which would make another one, leaves it.
  await app.register(
    fastifyPlugin((scope) => void scope.decorate('swagger', (() => documentFor(null)) as never), {
      name: '@fastify/swagger',
    }),
  )
  await app.register(swaggerUi, {
    routePrefix: '/reference',
    indexPrefix: '/api/v1',
    staticCSP: PAGE_POLICY,
    uiConfig: { deepLinking: true, persistAuthorization: false },
    validatorUrl: false,
    theme: { title: 'Wasla API' },
  })
}
