import { readCatalog } from '../access/permission-catalog.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { readCurrentUser } from '../identity/read-current-user.ts'
import { readImpersonation } from '../identity/read-impersonation.ts'
import type { AuthenticatedSession } from '../identity/session.ts'
import type { Registry } from '../kernel/registry.ts'
import { isOperator } from '../organizations/operators/assert-operator.ts'
import type { Gate } from '../tenancy/gate.ts'
import type { Bootstrap } from './bootstrap.schema.ts'
import type { PluginPages } from './plugin-pages.ts'

export interface BootstrapDependencies {
  readonly registry: Registry
  readonly gate: Gate
  readonly platform: PlatformDatabase
  readonly pages: ReadonlyMap<string, PluginPages>
}

/** Every permission there is, so that the browser gets a list even where a role may do everything. */
function permissionNames({ manifests }: Registry): string[] {
  return readCatalog(manifests).flatMap(({ name, actions }) => actions.map((action) => `${name}.${action}`))
}

/** What one person sees of the platform right now. */
export async function readBootstrap(
  dependencies: BootstrapDependencies,
  session: AuthenticatedSession | null,
): Promise<Bootstrap> {
  const { platform, registry, gate, pages } = dependencies
  if (session === null) {
    const [row] = await platform.asSystem<{ any: boolean }>(
      'select exists (select from platform.organizations) as any',
    )
    return { firstRun: row?.any !== true, session: null }
  }
  const [current, impersonation, operator] = await Promise.all([
    readCurrentUser(platform, session.organizationId, session.principal.id),
    readImpersonation(platform, session),
    isOperator(platform, session),
  ])
  const active = await gate.activeModules(session.organizationId)
  const modules = registry.plugins
    .filter(({ id }) => active.ids.has(id))
    .map(({ id, manifest }) => ({
      id,
      name: manifest.name,
      icon: manifest.icon,
      version: manifest.version,
      entry: pages.get(id)?.entry ?? null,
      styles: [...(pages.get(id)?.styles ?? [])],
    }))
  const permissions = permissionNames(registry).filter((name) => session.permissions.has(name))
  return { firstRun: false, session: { ...current, ...impersonation, operator, permissions, modules } }
}
