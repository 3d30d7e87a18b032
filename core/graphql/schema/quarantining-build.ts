import type { GraphQLSchema } from 'graphql'
import type { Registry } from '../../kernel/registry.ts'
import type { LoadedPlugin } from '../../kernel/module.ts'
import { buildSchema } from './build-schema.ts'
import { GraphqlRefusal } from './graphql-refusal.ts'
import type { PlatformSchema } from './platform-schema.ts'

/** The registry's part that building needs. */
export type SchemaRegistry = Pick<Registry, 'plugins' | 'manifests' | 'quarantines' | 'quarantine'>

/** Builds the schema of a set; a plugin that cannot be taken is quarantined, and the schema is built without it. */
export function buildWithQuarantine(
  registry: SchemaRegistry,
  modules: ReadonlySet<string>,
  platform?: PlatformSchema,
): GraphQLSchema {
  for (;;) {
    const plugins = withRequirements(registry.plugins, modules)
    const serving = new Set(plugins.map((plugin) => plugin.id))
    const build = (chosen: readonly LoadedPlugin[]) =>
      buildSchema(chosen, serving, registry.manifests, platform)
    try {
      return build(plugins)
    } catch (error) {
      const refusal = error instanceof GraphqlRefusal ? error : findCulprit(plugins, build, error)
      registry.quarantine(refusal.plugin, 'register', refusal.code, refusal.message)
      // Without the culprit gone the next round would be this one again.
      if (registry.plugins.some((plugin) => plugin.id === refusal.plugin)) throw refusal
    }
  }
}

/** The plugins of a set whose requirements are in it too: a set caught between two states is nobody's fault. */
function withRequirements(
  plugins: readonly LoadedPlugin[],
  modules: ReadonlySet<string>,
): readonly LoadedPlugin[] {
  const present = new Set<string>()
  return plugins.filter(({ id, manifest }) => {
    const complete =
      modules.has(id) && Object.keys(manifest.requires).every((required) => present.has(required))
    if (complete) present.add(id)
    return complete
  })
}

/** Pothos names the type that is wrong, not who declared it: the first plugin with which the build fails is the one. */
function findCulprit(
  plugins: readonly LoadedPlugin[],
  build: (chosen: readonly LoadedPlugin[]) => GraphQLSchema,
  error: unknown,
): GraphqlRefusal {
  for (const [index, plugin] of plugins.entries()) {
    if (plugin.definition.graphql === undefined) continue
    try {
      build(plugins.slice(0, index + 1))
    } catch (cause) {
      if (cause instanceof GraphqlRefusal) return cause
      const reason = cause instanceof Error ? cause.message : String(cause)
      return new GraphqlRefusal(
        plugin.id,
        'graphql_failed',
        `The GraphQL section of "${plugin.id}" makes no valid schema (${reason}), so the schema is built without it; mend the section.`,
        cause,
      )
    }
  }
  throw error
}
