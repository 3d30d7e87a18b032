import type { LRUCache } from 'lru-cache'
import { recentlyUsed } from '../kernel/recently-used.ts'
import type { ActiveModules } from './gate.ts'
import { ModuleSets } from './module-sets.ts'

interface Remembered {
  /** What the organization has switched on. */
  readonly on: ActiveModules
  /** Of these, what this host can serve. */
  readonly active: ActiveModules
  /** The toggle version at which this was read. */
  readonly version: number
}

/** A change of what an organization is served with; `before` is unknown when it was not in memory. */
export interface ModuleChange {
  readonly organizationId: string
  readonly before: ActiveModules | undefined
  readonly after: ActiveModules
}

/** What this host remembers of organizations. Whether it may be believed is for the gate to say. */
export class OrganizationMemory {
  readonly #entries: LRUCache<string, Remembered>
  readonly #sets = new ModuleSets()
  #serving: ReadonlySet<string>

  constructor(options: { readonly limit: number; readonly serving: ReadonlySet<string> }) {
    this.#entries = recentlyUsed(options.limit)
    this.#serving = options.serving
  }

  get size(): number {
    return this.#entries.size
  }

  get(organizationId: string): ActiveModules | undefined {
    return this.#entries.get(organizationId)?.active
  }

  /** What of these modules this host can serve. */
  served(modules: Iterable<string>): ActiveModules {
    return this.#sets.of([...modules].filter((id) => this.#serving.has(id)))
  }

  /** Remembers what was read at `version`, unless something newer is known already. */
  remember(organizationId: string, modules: readonly string[], version: number): ActiveModules {
    const known = this.#entries.peek(organizationId)
    if (known && known.version > version) return known.active
    const on = this.#sets.of(modules)
    const active = this.served(on.ids)
    this.#entries.set(organizationId, { on, active, version })
    return active
  }

  /** Takes over a change others made. An organization that is not in memory stays out of it. */
  apply(organizationId: string, modules: readonly string[], version: number): ModuleChange | undefined {
    const before = this.#entries.peek(organizationId)?.active
    const after = before ? this.remember(organizationId, modules, version) : this.served(modules)
    return before === after ? undefined : { organizationId, before, after }
  }

  /** Takes over which modules this host can serve; returns what that changed. */
  serve(serving: ReadonlySet<string>): ModuleChange[] {
    if (serving.symmetricDifference(this.#serving).size === 0) return []
    this.#serving = serving
    return [...this.#entries.entries()].flatMap(([organizationId, { on, active: before, version }]) => {
      const active = this.served(on.ids)
      if (active === before) return []
      this.#entries.set(organizationId, { on, active, version })
      return [{ organizationId, before, after: active }]
    })
  }

  forget(): void {
    this.#entries.clear()
  }
}
