import { manifestSchema, type Manifest } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Registry } from '../kernel/registry.ts'

/** `missing`: it was installed once, but this host finds no manifest of it on disk. */
export type ModuleStatus = 'ready' | 'quarantined' | 'missing'

/** A module the platform knows, whether or not its code is there. */
export interface KnownModule {
  readonly manifest: Manifest
  readonly status: ModuleStatus
  /** Why it does not serve; `null` when it is ready. */
  readonly reason: string | null
}

export type ModuleCatalog = ReadonlyMap<string, KnownModule>

interface StoredModule {
  readonly id: string
  readonly version: string
  readonly sdk: number
  readonly manifest: unknown
}

export interface CatalogDependencies {
  readonly platform: PlatformDatabase
  readonly registry: Pick<Registry, 'manifests' | 'quarantines'>
}

/** What lies on disk, and what the database remembers of modules that do not. */
export async function readCatalog({ platform, registry }: CatalogDependencies): Promise<ModuleCatalog> {
  const stored = await platform.asSystem<StoredModule>(
    'select id, version, sdk, manifest from platform.modules where removed_at is null order by id',
  )
  const catalog = new Map<string, KnownModule>()
  for (const manifest of registry.manifests.values()) {
    const quarantine = registry.quarantines.get(manifest.id)
    catalog.set(manifest.id, {
      manifest,
      status: quarantine ? 'quarantined' : 'ready',
      reason: quarantine?.reason ?? null,
    })
  }
  for (const row of stored) {
    if (catalog.has(row.id)) continue
    const quarantine = registry.quarantines.get(row.id)
    catalog.set(row.id, {
      manifest: storedManifest(row),
      status: quarantine ? 'quarantined' : 'missing',
      reason:
        quarantine?.reason ??
        `The code of "${row.id}" is not on this host, so it cannot run; its data is kept. Install it again, or export and purge its data.`,
    })
  }
  for (const { plugin, reason } of registry.quarantines.values()) {
    const manifest = bareManifest(plugin)
    if (manifest && !catalog.has(plugin)) catalog.set(plugin, { manifest, status: 'quarantined', reason })
  }
  return catalog
}

// A manifest stored by another version of the platform may not parse today; its id is enough to purge it.
function storedManifest({ id, version, sdk, manifest }: StoredModule): Manifest {
  const parsed = manifestSchema.safeParse(manifest)
  return parsed.success ? parsed.data : manifestSchema.parse({ ...bare(id), version, sdk })
}

/** For a plugin whose `plugin.json` could not be read; `undefined` when not even its name can be an id. */
function bareManifest(id: string): Manifest | undefined {
  return manifestSchema.safeParse(bare(id)).data
}

function bare(id: string) {
  const text = { en: id, ar: id }
  return { id, version: '0.0.0', sdk: 1, name: text, description: text }
}
