import { Readable } from 'node:stream'
import { defineRoutes, type RoutesDefinition } from '@wasla/sdk'
import { exportModuleData } from '../data/export-module-data.ts'
import { previewPurge, purgeModule } from '../data/purge-module.ts'
import type { CatalogDependencies } from '../module-catalog.ts'
import { authorOf, memberOf } from './member.ts'
import { moduleParams, purgeOrder, purgePreview, purgeResult } from './module-schemas.ts'

const tags = ['Modules']

/** Taking a module's data along, and deleting it; only while the module is off, and without its code. */
export function moduleDataRoutes(dependencies: CatalogDependencies): RoutesDefinition {
  return defineRoutes((app) => {
    app.get(
      '/modules/:id/export',
      {
        config: { permission: 'platform.modules.write' },
        schema: { tags, summary: "All of a module's data, one JSON object a line", params: moduleParams },
      },
      async (request, reply) => {
        const { organizationId } = memberOf(request)
        const { id: moduleId } = request.params
        const lines = await exportModuleData(dependencies, { organizationId, moduleId })
        return reply
          .type('application/x-ndjson')
          .header('content-disposition', `attachment; filename="${moduleId}.ndjson"`)
          .send(Readable.from(lines))
      },
    )

    app.get(
      '/modules/:id/purge-preview',
      {
        config: { permission: 'platform.modules.write' },
        schema: {
          tags,
          summary: 'What a purge would delete',
          params: moduleParams,
          response: { 200: purgePreview },
        },
      },
      (request) =>
        previewPurge(dependencies, {
          organizationId: memberOf(request).organizationId,
          moduleId: request.params.id,
        }),
    )

    app.post(
      '/modules/:id/purge',
      {
        config: { permission: 'platform.modules.write' },
        schema: {
          tags,
          summary: "Deletes all of a module's data for ever",
          params: moduleParams,
          body: purgeOrder,
          response: { 200: purgeResult },
        },
      },
      (request) => {
        const actor = memberOf(request)
        return purgeModule(dependencies, {
          organizationId: actor.organizationId,
          moduleId: request.params.id,
          confirmation: request.body.confirmation,
          author: authorOf(actor),
        })
      },
    )
  })
}
