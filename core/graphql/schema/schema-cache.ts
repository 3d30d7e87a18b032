import { setImmediate } from 'node:timers/promises'
import type { GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { ActiveModules } from '../../tenancy/gate.ts'
import type { PlatformSchema } from './platform-schema.ts'
import { buildWithQuarantine, type SchemaRegistry } from './quarantining-build.ts'

/** The schemas of the sets in use, and what was made from them. */
export interface SchemaCache<Made> {
  for(active: ActiveModules): Made
  /** Builds a set's schema outside of any request; of many asked for at once, the last. */
  warm(active: ActiveModules): Promise<void>
  readonly size: number
}

export interface SchemaCacheOptions<Made> {
  readonly registry: SchemaRegistry
  readonly platform?: PlatformSchema
  /** How many sets are kept. */
  readonly max: number
  /** Wraps a schema with what lives and dies with it. */
  readonly make: (schema: GraphQLSchema) => Made
  readonly onBuilt?: (milliseconds: number) => void
}

export function createSchemaCache<Made extends object>(options: SchemaCacheOptions<Made>): SchemaCache<Made> {
  const { registry, platform, max, make, onBuilt } = options
  const made = new LRUCache<string, Made>({ max })
  // The key of a set, for the object that the gate hands out for it; cleared when a plugin leaves the registry.
  let keys = new WeakMap<ActiveModules, string>()
  let serving: readonly string[] = []
  let quarantined = -1
  let awaited: ActiveModules | undefined

  /** Sets that differ only in modules without GraphQL, or in quarantined ones, share a schema. */
  const keyOf = (active: ActiveModules): string => {
    if (registry.quarantines.size !== quarantined) refresh()
    const known = keys.get(active)
    if (known !== undefined) return known
    const key = serving.filter((id) => active.ids.has(id)).join(' ')
    keys.set(active, key)
    return key
  }

  const refresh = (): void => {
    keys = new WeakMap()
    quarantined = registry.quarantines.size
    serving = registry.plugins
      .filter(({ definition }) => definition.graphql !== undefined)
      .map(({ id }) => id)
  }

  const build = (active: ActiveModules): Made => {
    const begin = performance.now()
    const schema = buildWithQuarantine(registry, active.ids, platform)
    onBuilt?.(performance.now() - begin)
    const result = make(schema)
    made.set(keyOf(active), result)
    return result
  }

  const lookUp = (active: ActiveModules): Made => made.get(keyOf(active)) ?? build(active)

  return {
    for: lookUp,
    async warm(active) {
      awaited = active
      await setImmediate()
      if (awaited === active) lookUp(active)
    },
    get size() {
      return made.size
    },
  }
}
