import { unauthenticated, type OrganizationContext, type PublicContext, type RouteServer } from '@wasla/sdk'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ContextFactory } from '../contexts/context-factory.ts'
import type { LoadedPlugin } from '../kernel/module.ts'
import { guardRoutes, type GuardDependencies } from './route-guard.ts'
import { mountWebhooks } from './webhook-intake.ts'

/** Gives the requests of a plugin's scope their contexts, made when first asked for. */
function decorateWithContexts(scope: FastifyInstance, plugin: string, contexts: ContextFactory): void {
  scope.decorateRequest('context', {
    getter(this: FastifyRequest): OrganizationContext {
      if (this.actor === null) {
        throw unauthenticated(
          'unauthenticated',
          'This route is open to visitors, so no member acts in it; use request.publicContext.',
        )
      }
      this.pluginContext ??= contexts.organization(plugin, this.actor)
      return this.pluginContext as OrganizationContext
    },
  })
  scope.decorateRequest('publicContext', {
    getter(this: FastifyRequest): PublicContext {
      if (this.visit === null)
        throw new TypeError('request.publicContext is there only on routes whose config says "public".')
      this.pluginContext ??= contexts.public(plugin, this.visit.scope, this.visit.address)
      return this.pluginContext as PublicContext
    },
  })
}

/** Mounts a plugin's routes in a scope of their own: its hooks and decorators reach no other plugin. */
export async function mountPlugin(
  app: FastifyInstance,
  plugin: LoadedPlugin,
  contexts: ContextFactory,
  dependencies: GuardDependencies,
): Promise<void> {
  await app.register(
    async (scope) => {
      guardRoutes(scope, plugin, dependencies)
      decorateWithContexts(scope, plugin.id, contexts)
      for (const routes of plugin.definition.routes ?? []) await routes(scope as unknown as RouteServer)
    },
    { prefix: plugin.prefix },
  )
  await app.register(
    async (scope) => {
      guardRoutes(scope, plugin, dependencies, { kind: 'signed' })
      mountWebhooks(scope, plugin, contexts, dependencies)
    },
    { prefix: plugin.prefix },
  )
}
