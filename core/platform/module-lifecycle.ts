import { entitlements, type EntitlementCheck, type SystemContext } from '@wasla/sdk'
import type { HostLogger } from '../contexts/actor.ts'
import type { ContextFactory } from '../contexts/context-factory.ts'
import { runAs } from '../kernel/attribution.ts'
import type { Registry } from '../kernel/registry.ts'
import type { Gate } from '../tenancy/gate.ts'
import type { EntitlementQuestion, ModuleLifecycle } from '../tenancy/switch-module.ts'
import { systemScope } from './system-scope.ts'

export interface LifecycleDependencies {
  readonly registry: Registry
  readonly gate: Gate
  readonly contexts: ContextFactory
  readonly log: HostLogger
}

/** Runs what plugins do when an organization switches them, each in its own name. */
export function moduleLifecycle(dependencies: LifecycleDependencies): ModuleLifecycle {
  const run = async (
    hook: 'onEnable' | 'onDisable',
    moduleId: string,
    organizationId: string,
  ): Promise<void> => {
    const work = dependencies.registry.plugin(moduleId)?.definition.lifecycle?.[hook]
    if (work === undefined) return
    const ctx = await systemContext(dependencies, moduleId, organizationId)
    await runAs(moduleId, () => work(ctx))
  }
  return {
    onEnable: (moduleId, organizationId) => run('onEnable', moduleId, organizationId),
    onDisable: (moduleId, organizationId) => run('onDisable', moduleId, organizationId),
  }
}

/** What the organization's active modules say about switching others on. */
export async function entitlementQuestions(
  dependencies: LifecycleDependencies,
  organizationId: string,
): Promise<EntitlementQuestion[]> {
  const { registry, gate } = dependencies
  const active = await gate.activeModules(organizationId)
  const contributors = registry.plugins.filter((plugin) => active.ids.has(plugin.id))
  return contributors.flatMap((plugin) =>
    (plugin.definition.contributes ?? [])
      .filter(({ point }) => point.name === entitlements.name)
      .map(
        ({ value }): EntitlementQuestion => ({
          refuse: async (moduleId) => {
            const ctx = await systemContext(dependencies, plugin.id, organizationId)
            return runAs(plugin.id, () => (value as EntitlementCheck).refuse(ctx, moduleId))
          },
        }),
      ),
  )
}

async function systemContext(
  { contexts, gate, log }: LifecycleDependencies,
  plugin: string,
  organizationId: string,
): Promise<SystemContext> {
  return contexts.system(plugin, await systemScope(gate, organizationId, log))
}
