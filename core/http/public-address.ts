import { notFound } from '@wasla/sdk'
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { LoadedPlugin } from '../kernel/module.ts'
import type { Gate } from '../tenancy/gate.ts'
import { HttpRequestTrace } from './request-trace.ts'
import type { Access } from './route-access.ts'
import { RouteFailure } from './route-failure.ts'

export interface AddressDependencies {
  readonly gate: Gate
  readonly platform: PlatformDatabase
}

const unknownAddress = () => notFound('address_not_found', 'Nothing answers at this address.')

function pathParameter(request: FastifyRequest, name: string): string {
  const value = (request.params as Record<string, string | undefined>)[name]
  if (value === undefined) throw unknownAddress()
  return value
}

/** The organization whose address it is. @param key normalized */
export async function findAddress(
  platform: PlatformDatabase,
  plugin: string,
  kind: string,
  key: string,
): Promise<string | undefined> {
  const [found] = await platform.asSystem<{ organization_id: string }>(
    'select organization_id from platform.addresses where kind = $1 and key = $2 and plugin_id = $3',
    [kind, key, plugin],
  )
  return found?.organization_id
}

/** Admits visitors: the organization is whose address it is. An unknown address and a module that is off look alike. */
export function publicHook(
  access: Extract<Access, { kind: 'public' }>,
  plugin: LoadedPlugin,
  { gate, platform }: AddressDependencies,
): onRequestAsyncHookHandler {
  const kind = plugin.definition.addresses?.find((address) => address.kind === access.address)
  if (kind === undefined) {
    throw new RouteFailure(
      'address_kind_unknown',
      `A public route of "${plugin.id}" looks up addresses of kind "${access.address}", which the plugin does not declare, ` +
        `so it cannot be served; add it to the plugin's "addresses".`,
    )
  }
  return async function findOrganization(request, reply) {
    const key = kind.normalize(pathParameter(request, access.parameter))
    const organizationId = await findAddress(platform, plugin.id, kind.kind, key)
    if (organizationId === undefined) throw unknownAddress()
    const active = await gate.activeModules(organizationId)
    if (!active.ids.has(plugin.id)) throw unknownAddress()
    request.visit = {
      scope: { organizationId, active, request: new HttpRequestTrace(request, reply.raw, organizationId) },
      address: { kind: kind.kind, key },
    }
  }
}
