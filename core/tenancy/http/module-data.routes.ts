import { Readable } from 'node:stream'
import { defineRoutes, type RoutesDefinition } from '@wasla/sdk'
import type { Signals } from '../../events/signals.ts'
import { createTask, readTasks, type Task } from '../../tasks/task-records.ts'
import { exportModuleData } from '../data/export-module-data.ts'
import { assertConfirmed, previewPurge } from '../data/purge-module.ts'
import type { PurgeOrder } from '../data/run-purge.ts'
import type { CatalogDependencies } from '../module-catalog.ts'
import { authorOf, memberOf } from './member.ts'
import { moduleParams, purge, purgeList, purgeOrder, purgePreview } from './module-schemas.ts'

const tags = ['Modules']

export interface ModuleDataDependencies extends CatalogDependencies {
  readonly signals: Pick<Signals, 'emit'>
}

/** Taking a module's data along, and deleting it; only while the module is off, and without its code. */
export function moduleDataRoutes(dependencies: ModuleDataDependencies): RoutesDefinition {
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
          description: 'It is done in the background: what came of it stands under `/modules/purges`.',
          params: moduleParams,
          body: purgeOrder,
          response: { 202: purge },
        },
      },
      async (request, reply) => {
        const actor = memberOf(request)
        const { organizationId } = actor
        const { id: moduleId } = request.params
        const { confirmation } = request.body
        await assertConfirmed(dependencies, { organizationId, moduleId, confirmation })
        const input: PurgeOrder = { confirmation, author: authorOf(actor) }
        const task = await createTask(dependencies.platform, {
          organizationId,
          kind: 'purge',
          subject: moduleId,
          input,
          requestedBy: actor.principal.id,
        })
        dependencies.signals.emit('work', { kind: 'tasks', organizationId })
        return reply.code(202).header('location', '/api/v1/modules/purges').send(presented(task))
      },
    )

    app.get(
      '/modules/purges',
      {
        config: { permission: 'platform.modules.read' },
        schema: {
          tags,
          summary: 'Purges that are under way, or ended within a week, newest first',
          response: { 200: purgeList },
        },
      },
      async (request) => {
        const { organizationId } = memberOf(request)
        return {
          items: (await readTasks(dependencies.platform, organizationId, { kind: 'purge' })).map(presented),
        }
      },
    )
  })
}

function presented({ id, subject, status, result, failure, createdAt, finishedAt }: Task) {
  const { rows = null } = result as { readonly rows?: Readonly<Record<string, number>> }
  return { id, module: subject, status, rows, failure, createdAt, finishedAt }
}
