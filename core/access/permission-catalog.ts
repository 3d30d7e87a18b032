import type { LocalizedText, Manifest } from '@wasla/sdk'
import { platformResources } from './platform-resources.ts'

/** Something that can be protected, with what can be granted on it. */
export interface Resource {
  /** `crm.customers` */
  readonly name: string
  /** The module it belongs to, or `platform`. */
  readonly module: string
  readonly title: LocalizedText
  readonly actions: readonly ('read' | 'write')[]
  /** Whether a role may be limited to what is the member's own. */
  readonly own: boolean
}

export type Manifests = ReadonlyMap<string, Manifest>

/**
 * Everything grantable on this host, the platform's own first.
 * @param ruled the resources whose tables have a rule of own rows; a manifest alone limits nobody. Default: all that say so.
 */
export function readCatalog(manifests: Manifests, ruled?: ReadonlySet<string>): Resource[] {
  const ofPlatform = platformResources.map(({ resource, title, actions }) => ({
    name: `platform.${resource}`,
    module: 'platform',
    title,
    actions,
    own: false,
  }))
  const ofModules = [...manifests.values()].flatMap(({ id, permissions }) =>
    permissions.map(({ resource, title, actions, own }) => ({
      name: `${id}.${resource}`,
      module: id,
      title,
      actions,
      own: own && ruled?.has(`${id}.${resource}`) !== false,
    })),
  )
  return [...ofPlatform, ...ofModules]
}
