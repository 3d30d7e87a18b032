import type { Manifest } from '@wasla/sdk'
import type { z } from 'zod'
import type { ActiveModules } from '../tenancy/gate.ts'
import type { permissionGrid } from './access.schema.ts'
import type { Resource } from './permission-catalog.ts'

const PLATFORM = { en: 'Platform', ar: 'المنصة' }

/** What can be granted, by module: the data of the page on which roles are put together. */
export function permissionGridOf(
  catalog: readonly Resource[],
  manifests: ReadonlyMap<string, Manifest>,
  active: ActiveModules,
): z.output<typeof permissionGrid> {
  const byModule = Map.groupBy(catalog, ({ module }) => module)
  return {
    modules: [...byModule].map(([id, resources]) => ({
      id,
      title: manifests.get(id)?.name ?? PLATFORM,
      active: id === 'platform' || active.ids.has(id),
      resources: resources.map(({ name, title, actions, own }) => ({
        resource: name,
        title,
        actions: [...actions],
        own,
      })),
    })),
  }
}
