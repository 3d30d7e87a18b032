import type { Registry } from '../kernel/registry.ts'
import { switchModule, type SwitchDependencies } from '../tenancy/switch-module.ts'

/** Switches on what a new organization starts with, as the manifests say. */
export function firstModules(registry: Registry, dependencies: () => SwitchDependencies) {
  return async ({ organizationId, userId }: { organizationId: string; userId: string }): Promise<void> => {
    for (const { id, manifest } of registry.plugins) {
      if (!manifest.active) continue
      await switchModule(dependencies(), {
        organizationId,
        moduleId: id,
        active: true,
        withRequirements: true,
        author: { actorId: userId },
      })
    }
  }
}
