import { defineRoutes, type RoutesDefinition } from '@wasla/sdk'
import { z } from 'zod'
import { getModule, listModules, type ListDependencies } from '../list-modules.ts'
import type { Settings } from '../settings/settings.ts'
import { switchModule, type SwitchDependencies } from '../switch-module.ts'
import { moduleDataRoutes, type ModuleDataDependencies } from './module-data.routes.ts'
import { moduleParams, moduleResource, moduleSwitch, switchedModule, switchQuery } from './module-schemas.ts'
import { moduleSettingsRoutes } from './module-settings.routes.ts'
import { authorOf, memberOf } from './member.ts'

export type ModuleRoutesDependencies = SwitchDependencies &
  ListDependencies &
  ModuleDataDependencies & { readonly settings: Settings }

const tags = ['Modules']

/** All routes under `/modules`, to be mounted under `/api/v1`. */
export function moduleRoutes(dependencies: ModuleRoutesDependencies): RoutesDefinition {
  const nested = [moduleSettingsRoutes(dependencies.settings), moduleDataRoutes(dependencies)]
  return defineRoutes(async (app) => {
    app.get(
      '/modules',
      {
        config: { permission: 'platform.modules.read' },
        schema: {
          tags,
          summary: 'Lists all modules and their state in the organization',
          response: { 200: z.object({ items: z.array(moduleResource) }) },
        },
      },
      async (request) => ({ items: await listModules(dependencies, memberOf(request).organizationId) }),
    )

    app.get(
      '/modules/:id',
      {
        config: { permission: 'platform.modules.read' },
        schema: { tags, summary: 'One module', params: moduleParams, response: { 200: moduleResource } },
      },
      (request) => getModule(dependencies, memberOf(request).organizationId, request.params.id),
    )

    app.put(
      '/modules/:id',
      {
        config: { permission: 'platform.modules.write' },
        schema: {
          tags,
          summary: 'Switches a module on or off; never deletes anything',
          params: moduleParams,
          querystring: switchQuery,
          body: moduleSwitch,
          response: { 200: switchedModule, 202: switchedModule },
        },
      },
      async (request, reply) => {
        const actor = memberOf(request)
        const { organizationId } = actor
        const { id: moduleId } = request.params
        const wait = request.query.wait === 'acknowledged'
        const { on, off, acknowledgement } = await switchModule(dependencies, {
          organizationId,
          moduleId,
          author: authorOf(actor),
          wait,
          ...request.body,
        })
        const module = await getModule(dependencies, organizationId, moduleId)
        const switched = { ...module, switchedOn: [...on], switchedOff: [...off] }
        if (acknowledgement?.acknowledged !== false) return switched
        return reply.code(202).send({ ...switched, missing: [...acknowledgement.missing] })
      },
    )

    for (const routes of nested) await routes(app)
  })
}
