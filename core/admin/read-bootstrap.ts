import type { PlatformDatabase } from '../database/data-access.ts'
import { readCurrentUser } from '../identity/read-current-user.ts'
import type { Authenticator, Session } from '../identity/session.ts'
import type { Registry } from '../kernel/registry.ts'
import type { Gate } from '../tenancy/gate.ts'
import type { Bootstrap } from './bootstrap.schema.ts'
import type { PluginPages } from './plugin-pages.ts'

export interface BootstrapDependencies {
  readonly registry: Registry
  readonly gate: Gate
  readonly identity: Pick<Authenticator, 'permissionsOf'>
  readonly platform: PlatformDatabase
  readonly pages: ReadonlyMap<string, PluginPages>
}

const PLATFORM_RESOURCES = ['users', 'roles', 'settings', 'modules', 'api-keys', 'webhooks', 'jobs', 'audit', 'privacy']

/** Every permission there is, so that the browser gets a list even where a role may do everything. */
function permissionNames({ manifests }: Registry): string[] {
  const ofPlatform = PLATFORM_RESOURCES.flatMap((resource) => [`platform.${resource}.read`, `platform.${resource}.write`])
  const ofModules = [...manifests.values()].flatMap(({ id, permissions }) =>
    permissions.flatMap(({ resource, actions }) => actions.map((action) => `${id}.${resource}.${action}`)),
  )
  return [...ofPlatform, ...ofModules]
}

/** What one person sees of the platform right now. */
export async function readBootstrap(dependencies: BootstrapDependencies, session: Session | null): Promise<Bootstrap> {
  const { platform, registry, gate, identity, pages } = dependencies
  if (session === null) {
    const [row] = await platform.asSystem<{ any: boolean }>('select exists (select from platform.organizations) as any')
    return { firstRun: row?.any !== true, session: null }
  }
  const { user, organization, role } = await readCurrentUser(platform, session.organizationId, session.principal.id)
  const active = await gate.activeModules(session.organizationId)
  const granted = identity.permissionsOf(session.role)
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
  const permissions = permissionNames(registry).filter((name) => granted.has(name))
  return { firstRun: false, session: { user, organization, role, permissions, modules } }
}
