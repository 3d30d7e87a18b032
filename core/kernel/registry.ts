import type { Manifest } from '@wasla/sdk'
import type { LoadedPlugin, Phase, Quarantine } from './module.ts'

/** Everything the kernel knows of its modules. Plugins stand in order of dependency. */
export class Registry {
  readonly #plugins = new Map<string, LoadedPlugin>()
  readonly #manifests = new Map<string, Manifest>()
  readonly #quarantines = new Map<string, Quarantine>()
  readonly #announce: (quarantine: Quarantine) => void

  /** @param announce told of each quarantine when it begins, whichever part of the host found the fault */
  constructor(announce: (quarantine: Quarantine) => void = () => {}) {
    this.#announce = announce
  }

  /** The plugins that serve: loaded and not quarantined. */
  get plugins(): readonly LoadedPlugin[] {
    return [...this.#plugins.values()].filter((plugin) => !this.#quarantines.has(plugin.id))
  }

  get manifests(): ReadonlyMap<string, Manifest> {
    return this.#manifests
  }

  get quarantines(): ReadonlyMap<string, Quarantine> {
    return this.#quarantines
  }

  /** A serving plugin. */
  plugin(id: string): LoadedPlugin | undefined {
    return this.#quarantines.has(id) ? undefined : this.#plugins.get(id)
  }

  addManifest(manifest: Manifest): void {
    this.#manifests.set(manifest.id, manifest)
  }

  addPlugin(plugin: LoadedPlugin): void {
    this.#plugins.set(plugin.id, plugin)
  }

  /** Keeps a plugin out, and with it every plugin that requires it. The first reason stands. */
  quarantine(plugin: string, phase: Phase, code: string, reason: string): void {
    this.quarantineAll([{ plugin, phase, code, reason }])
  }

  /** Like `quarantine`, for several that fail together: each keeps its own reason, dependents come after. */
  quarantineAll(failures: readonly Omit<Quarantine, 'at'>[]): void {
    const added = failures.filter(({ plugin }) => !this.#quarantines.has(plugin))
    for (const failure of added) {
      const quarantine = { ...failure, at: new Date() }
      this.#quarantines.set(failure.plugin, quarantine)
      this.#announce(quarantine)
    }
    const dependents = added.flatMap(({ plugin, phase }) =>
      [...this.#manifests.values()]
        .filter((manifest) => plugin in manifest.requires)
        .map(({ id }) => ({
          plugin: id,
          phase,
          code: 'dependency_quarantined',
          reason: `"${id}" requires "${plugin}", which is quarantined, so it cannot run either; mend "${plugin}" first.`,
        })),
    )
    if (dependents.length > 0) this.quarantineAll(dependents)
  }
}
