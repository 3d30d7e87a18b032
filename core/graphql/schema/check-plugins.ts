import type { PlatformSchema } from './platform-schema.ts'
import { buildWithQuarantine, type SchemaRegistry } from './quarantining-build.ts'

/**
 * Builds, at boot, the schema with all modules on, and for each plugin that extends optional modules the smallest one
 * it may meet; so that whoever does not hold up is quarantined before the first request, not by it.
 */
export function checkPlugins(registry: SchemaRegistry, platform?: PlatformSchema): void {
  buildWithQuarantine(registry, new Set(registry.plugins.map(({ id }) => id)), platform)
  for (const { id, manifest, definition } of registry.plugins) {
    if (definition.graphql === undefined || Object.keys(manifest.optional).length === 0) continue
    buildWithQuarantine(registry, requirementsOf(registry.manifests, id), platform)
  }
}

function requirementsOf(
  manifests: SchemaRegistry['manifests'],
  id: string,
  found = new Set<string>(),
): Set<string> {
  if (found.has(id)) return found
  found.add(id)
  for (const required of Object.keys(manifests.get(id)?.requires ?? {}))
    requirementsOf(manifests, required, found)
  return found
}
