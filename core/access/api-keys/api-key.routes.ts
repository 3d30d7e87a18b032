import { defineRoutes, pageOf, pageQuery, type RoutesDefinition } from '@wasla/sdk'
import { memberOf } from '../../tenancy/http/member.ts'
import { apiKeyParams, apiKeyResource, createdApiKey, newApiKey } from '../access.schema.ts'
import type { RoleDependencies } from '../roles/change-roles.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './manage-api-keys.ts'

const tags = ['API keys']
const write = { permission: 'platform.api-keys.write' } as const

/** `/api-keys`: how other programs work with the organization. */
export function apiKeyRoutes(dependencies: RoleDependencies): RoutesDefinition {
  const { platform } = dependencies
  return defineRoutes((app) => {
    app.get(
      '/api-keys',
      {
        config: { permission: 'platform.api-keys.read' },
        schema: {
          tags,
          summary: 'List API keys',
          querystring: pageQuery,
          response: { 200: pageOf(apiKeyResource) },
        },
      },
      (request) => listApiKeys(platform, memberOf(request).organizationId, request.query),
    )
    app.post(
      '/api-keys',
      {
        config: write,
        schema: { tags, summary: 'Make an API key', body: newApiKey, response: { 201: createdApiKey } },
      },
      async (request, reply) =>
        reply
          .code(201)
          .header('cache-control', 'no-store')
          .send(await createApiKey(dependencies, memberOf(request), request.body)),
    )
    app.delete(
      '/api-keys/:id',
      { config: write, schema: { tags, summary: 'Revoke an API key at once', params: apiKeyParams } },
      async (request, reply) => {
        await revokeApiKey(platform, memberOf(request), request.params.id)
        return reply.code(204).send()
      },
    )
  })
}
