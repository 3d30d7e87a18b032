import { switchModule, type SwitchDependencies } from './switch-module.ts'
import type { Author } from './write-switch.ts'

/**
 * Switches on what a new organization starts with: the modules whose manifest says `"active": true`, and what
 * they need. One that cannot be switched on is logged and left off.
 */
export async function startModules(
  dependencies: SwitchDependencies,
  { organizationId, author }: { readonly organizationId: string; readonly author: Author },
): Promise<void> {
  for (const { id: moduleId, active } of dependencies.registry.manifests.values()) {
    if (!active) continue
    try {
      await switchModule(dependencies, {
        organizationId,
        author,
        moduleId,
        active: true,
        withRequirements: true,
      })
    } catch (error) {
      dependencies.log.warn(
        { err: error, plugin: moduleId, organizationId },
        'A module that new organizations start with stays off.',
      )
    }
  }
}
