import { defineRoutes, type RoutesDefinition } from '@wasla/sdk'
import { z } from 'zod'
import type { Settings } from '../settings/settings.ts'
import { authorOf, memberOf } from './member.ts'
import { moduleParams, settingsChange, settingsResource } from './module-schemas.ts'

const tags = ['Modules']

/** `/modules/{id}/settings`: what an organization has set for a module. */
export function moduleSettingsRoutes(settings: Settings): RoutesDefinition {
  return defineRoutes((app) => {
    app.get(
      '/modules/:id/settings',
      {
        config: { permission: 'platform.settings.read' },
        schema: {
          tags,
          summary: "A module's settings",
          params: moduleParams,
          response: { 200: settingsResource },
        },
      },
      (request) => settings.view(memberOf(request).organizationId, request.params.id),
    )

    app.put(
      '/modules/:id/settings',
      {
        config: { permission: 'platform.settings.write' },
        schema: {
          tags,
          summary: "Replaces a module's settings",
          params: moduleParams,
          body: settingsChange,
          response: { 200: settingsResource },
        },
      },
      (request) => {
        const actor = memberOf(request)
        return settings.write({
          organizationId: actor.organizationId,
          pluginId: request.params.id,
          value: request.body.value,
          ifMatch: request.ifMatch,
          author: authorOf(actor),
        })
      },
    )

    app.get(
      '/modules/:id/settings/schema',
      {
        config: { permission: 'platform.settings.read' },
        schema: {
          tags,
          summary: "The JSON Schema of a module's settings, for forms",
          params: moduleParams,
          response: { 200: z.record(z.string(), z.unknown()) },
        },
      },
      async (request) => settings.jsonSchema(request.params.id),
    )
  })
}
