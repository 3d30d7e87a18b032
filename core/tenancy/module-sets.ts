import type { ActiveModules } from './gate.ts'

/**
 * Keeps one object per distinct set of modules: 10,000 organizations share a handful of sets, and what is
 * memoised by set compares by identity. Sets nobody uses any more are forgotten.
 */
export class ModuleSets {
  readonly #sets = new Map<string, WeakRef<ActiveModules>>()
  readonly #forgotten = new FinalizationRegistry<string>((key) => {
    if (this.#sets.get(key)?.deref() === undefined) this.#sets.delete(key)
  })

  /** How many distinct sets are kept. */
  get size(): number {
    return this.#sets.size
  }

  of(ids: Iterable<string>): ActiveModules {
    const sorted = [...new Set(ids)].sort()
    const key = sorted.join(',')
    const known = this.#sets.get(key)?.deref()
    if (known) return known
    const made: ActiveModules = Object.freeze({ ids: new Set(sorted), key })
    this.#sets.set(key, new WeakRef(made))
    this.#forgotten.register(made, key)
    return made
  }
}
