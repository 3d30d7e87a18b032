import type { RouteServer } from '@wasla/sdk'
import type { FastifyInstance } from 'fastify'
import { openapiRoutes, type OpenapiDependencies } from './openapi/openapi-routes.ts'
import { guardRoutes, type GuardDependencies } from './route-guard.ts'
import type { PlatformRoutes } from './server-options.ts'

/** Mounts routes of the platform itself. */
export async function mountPlatform(
  app: FastifyInstance,
  routes: readonly PlatformRoutes[] | undefined,
  dependencies: GuardDependencies,
): Promise<void> {
  await app.register(async (scope) => {
    guardRoutes(scope, null, dependencies)
    for (const define of routes ?? []) await define(scope as unknown as RouteServer, dependencies.table)
  })
}

/** The routes that describe the others: open to anyone, though the page's own routes do not say so. */
export async function mountReference(
  app: FastifyInstance,
  dependencies: GuardDependencies,
  openapi: OpenapiDependencies,
): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook(
      'onRoute',
      (route) => void Object.assign(route, { config: { ...route.config, anonymous: true } }),
    )
    guardRoutes(scope, null, dependencies)
    await openapiRoutes(scope, openapi)
  })
}
