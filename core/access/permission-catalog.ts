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

/** Everything grantable on this host, the platform's own first. */
export function readCatalog(manifests: Manifests): Resource[] {
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
      own,
    })),
  )
  return [...ofPlatform, ...ofModules]
}
