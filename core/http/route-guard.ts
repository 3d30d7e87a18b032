import type { FastifyInstance, preSerializationHookHandler, RouteOptions } from 'fastify'
import { runAs } from '../kernel/attribution.ts'
import type { LoadedPlugin } from '../kernel/module.ts'
import type { Registry } from '../kernel/registry.ts'
import { memberHook, type AccessDependencies } from './access-hook.ts'
import { answersWithVersion, tagWithVersion } from './etag.ts'
import { IDEMPOTENT_METHODS, type Idempotency } from './idempotency/idempotency-hooks.ts'
import { publicHook, type AddressDependencies } from './public-address.ts'
import { readAccess, type Access } from './route-access.ts'
import { RouteFailure } from './route-failure.ts'
import { compileSchemas } from './route-schemas.ts'
import type { RouteTable } from './route-table.ts'
import type { CompileSerializer } from './serialization.ts'

export interface GuardDependencies extends AccessDependencies, AddressDependencies {
  readonly registry: Registry
  readonly compile: CompileSerializer
  readonly table: RouteTable
  readonly idempotency: Idempotency
}

type Hooks = 'onRequest' | 'preHandler' | 'preSerialization' | 'onSend'

/** Puts a hook before those the route has already. */
function prepend<Name extends Hooks>(
  route: RouteOptions,
  name: Name,
  hook: NonNullable<RouteOptions[Name]>,
): void {
  const present = route[name]
  const hooks = [hook, present ?? []].flat()
  Object.assign(route, { [name]: hooks })
}

function accessOf(route: RouteOptions, plugin: LoadedPlugin | null): Access {
  const access = readAccess(route.config)
  if (access === undefined || (plugin !== null && access.kind === 'anonymous')) {
    throw new RouteFailure(
      'route_without_access',
      `The route ${String(route.method)} ${route.url} of "${plugin?.id ?? 'the platform'}" does not say who may call it, so it cannot ` +
        `be served; give its config exactly one of "permission", "member" and "public".`,
    )
  }
  return access
}

/** A permission that no manifest declares is one that no role could ever hold. */
function assertDeclared(
  permission: string,
  route: RouteOptions,
  plugin: LoadedPlugin,
  registry: Registry,
): void {
  const [module = '', resource, action] = permission.split('.')
  const declared = registry.manifests.get(module)?.permissions.find((known) => known.resource === resource)
  if (declared?.actions.some((known) => known === action)) return
  throw new RouteFailure(
    'permission_undeclared',
    `The route ${String(route.method)} ${route.url} of "${plugin.id}" needs the permission "${permission}", which no plugin.json ` +
      `declares, so nobody could be given it; declare it under "permissions".`,
  )
}

function attachAccess(
  route: RouteOptions,
  access: Access,
  plugin: LoadedPlugin | null,
  dependencies: GuardDependencies,
): void {
  if (access.kind === 'anonymous' || access.kind === 'signed') return
  if (access.kind !== 'public') {
    if (access.kind === 'permission' && plugin !== null)
      assertDeclared(access.permission, route, plugin, dependencies.registry)
    prepend(route, 'onRequest', memberHook(access, plugin?.id ?? null, dependencies))
    return
  }
  if (plugin === null)
    throw new RouteFailure('route_without_access', `The platform has no public addresses: ${route.url}.`)
  prepend(route, 'onRequest', publicHook(access, plugin, dependencies))
}

/** Names the plugin for the metrics, and as the one to blame for what its handlers leave behind. */
function belongTo(plugin: string, route: RouteOptions): void {
  const { handler } = route
  Object.assign(route, { config: { ...route.config, module: plugin } })
  route.handler = function handleAsPlugin(request, reply) {
    return runAs(plugin, () => handler.call(this, request, reply))
  }
}

/**
 * From here on every route of this scope is checked, recorded and wrapped in what the platform adds.
 * @param fixed who may call them, where the routes themselves do not say it
 */
export function guardRoutes(
  scope: FastifyInstance,
  plugin: LoadedPlugin | null,
  dependencies: GuardDependencies,
  fixed?: Access,
): void {
  scope.addHook('onRoute', (route) => {
    const access = fixed ?? accessOf(route, plugin)
    const repeatable = access.kind !== 'anonymous' && access.kind !== 'signed'
    const methods = [route.method].flat()
    compileSchemas(route, plugin?.id ?? null, dependencies.compile)
    if (plugin !== null) belongTo(plugin.id, route)
    attachAccess(route, access, plugin, dependencies)
    if (repeatable && methods.some((method) => IDEMPOTENT_METHODS.includes(method))) {
      prepend(route, 'preHandler', dependencies.idempotency.claim)
      prepend(route, 'onSend', dependencies.idempotency.keep)
      if (route.config?.writesOnly === true)
        prepend(route, 'preSerialization', dependencies.idempotency.note as preSerializationHookHandler)
    }
    if (answersWithVersion(route.schema))
      prepend(route, 'preSerialization', tagWithVersion as preSerializationHookHandler)
    if (route.config?.bodyLimit !== undefined) Object.assign(route, { bodyLimit: route.config.bodyLimit })
    for (const method of methods) {
      dependencies.table.add({
        method,
        url: route.url,
        plugin: plugin?.id ?? null,
        access,
        schema: route.schema,
        rawBody: route.config?.rawBody === true,
      })
    }
  })
}
