import {
  definePlugin,
  type GraphqlDefinition,
  type Manifest,
  manifestSchema,
  type ManifestInput,
} from '@wasla/sdk'
import type { LoadedPlugin } from '../../kernel/module.ts'
import { Registry } from '../../kernel/registry.ts'

/** A plugin from memory, as the kernel would have loaded it. */
export function fixturePlugin(
  input: Partial<ManifestInput> & { id: string },
  graphql?: GraphqlDefinition,
): LoadedPlugin {
  const text = { en: input.id, ar: input.id }
  const manifest: Manifest = manifestSchema.parse({
    version: '1.0.0',
    name: text,
    description: text,
    sdk: 1,
    ...input,
  })
  return {
    id: input.id,
    manifest,
    directory: '',
    definition: definePlugin({ graphql }),
    config: {},
    schema: input.id,
    role: `wasla_plugin_${input.id}`,
    prefix: `/${input.id}`,
  }
}

export function registryOf(...plugins: LoadedPlugin[]): Registry {
  const registry = new Registry()
  for (const plugin of plugins) {
    registry.addManifest(plugin.manifest)
    registry.addPlugin(plugin)
  }
  return registry
}

/** A permission per resource, for reading and writing. */
export function permissions(...resources: string[]): ManifestInput['permissions'] {
  return resources.map((resource) => ({
    resource,
    actions: ['read', 'write'],
    title: { en: resource, ar: resource },
  }))
}
