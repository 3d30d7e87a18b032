import type { ContextFactory } from '../contexts/context-factory.ts'
import type { ApplicableHook, HookLookup } from '../database/unit/hooks.ts'
import type { Registry } from '../kernel/registry.ts'
import type { Gate } from '../tenancy/gate.ts'

/** Finds the hooks of a point whose modules are on, lower order first, then in order of dependency. */
export function findHooks(registry: Registry, gate: () => Gate, contexts: () => ContextFactory): HookLookup {
  return async (point, { organizationId, request }) => {
    const active = await gate().activeModules(organizationId)
    return registry.plugins
      .filter((plugin) => active.ids.has(plugin.id))
      .flatMap((plugin) =>
        (plugin.definition.hooks ?? [])
          .filter((hook) => hook.point.name === point)
          .map(
            (definition): ApplicableHook => ({
              plugin: plugin.id,
              definition,
              context: () => contexts().system(plugin.id, { organizationId, active, request }),
            }),
          ),
      )
      .sort((one, other) => (one.definition.order ?? 0) - (other.definition.order ?? 0))
  }
}
