import { defineRoutes, type RoutesDefinition } from '@wasla/sdk'
import type { FastifyRequest } from 'fastify'
import type { PlatformDatabase } from '../database/data-access.ts'
import { personalSession } from '../identity/personal-session.ts'
import { memberOf } from '../tenancy/http/member.ts'
import { listViews, removeView, saveView, type Viewer } from './saved-views.ts'
import { newView, savedView, savedViews, viewParams, viewQuery } from './view.schema.ts'

const tags = ['Admin UI']
const member = { member: true } as const

/** `/saved-views`: what somebody looks at again and again, and shares with the others. */
export function viewRoutes({ platform }: { readonly platform: PlatformDatabase }): RoutesDefinition {
  return defineRoutes((app) => {
    app.get(
      '/saved-views',
      {
        config: member,
        schema: {
          tags,
          summary: 'Your views of a list, and those that others share',
          querystring: viewQuery,
          response: { 200: savedViews },
        },
      },
      async (request) => ({ items: await listViews(platform, viewerOf(request), request.query.list) }),
    )
    app.put(
      '/saved-views',
      {
        config: member,
        schema: {
          tags,
          summary: 'Keep a view; your own of that name is replaced',
          body: newView,
          response: { 200: savedView },
        },
      },
      (request) => saveView(platform, viewerOf(request), request.body),
    )
    app.delete(
      '/saved-views/:id',
      { config: member, schema: { tags, summary: 'Remove a view', params: viewParams } },
      async (request, reply) => {
        const { permissions } = memberOf(request)
        const anybody = permissions.has('platform.settings.write')
        await removeView(platform, viewerOf(request), request.params.id, anybody)
        return reply.code(204).send()
      },
    )
  })
}

function viewerOf(request: FastifyRequest): Viewer {
  return { organizationId: memberOf(request).organizationId, userId: personalSession(request).principal.id }
}
