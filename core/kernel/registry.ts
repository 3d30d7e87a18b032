import type { Manifest } from '@wasla/sdk'
import type { LoadedPlugin, Phase, Quarantine } from './module.ts'

/** Everything the kernel knows of its modules. Plugins stand in order of dependency. */
export class Registry {
  readonly #plugins = new Map<string, LoadedPlugin>()
  readonly #manifests = new Map<string, Manifest>()
  readonly #quarantines = new Map<string, Quarantine>()

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
    if (this.#quarantines.has(plugin)) return
    this.#quarantines.set(plugin, { plugin, phase, code, reason, at: new Date() })
    for (const manifest of this.#manifests.values()) {
      if (plugin in manifest.requires) {
        this.quarantine(
          manifest.id,
          phase,
          'dependency_quarantined',
          `"${manifest.id}" requires "${plugin}", which is quarantined, so it cannot run either; mend "${plugin}" first.`,
        )
      }
    }
  }
}
