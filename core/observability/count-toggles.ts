import type { ModuleChange } from '../tenancy/organization-memory.ts'
import type { Metrics } from './metrics.ts'

/** Counts the modules that a change switched on or off; of an organization not in memory, the change is unknown. */
export function countToggles(metrics: Metrics, { before, after }: ModuleChange): void {
  if (before === undefined) return
  for (const module of after.ids) if (!before.ids.has(module)) metrics.countToggle(module, true)
  for (const module of before.ids) if (!after.ids.has(module)) metrics.countToggle(module, false)
}
