import type { LoadedPlugin } from '../../kernel/module.ts'
import { scopeOf } from '../graphql-scope.ts'
import { setAuthor } from './authorship.ts'
import type { Builder } from './builder-types.ts'
import { GraphqlRefusal } from './graphql-refusal.ts'
import { createPluginConfigStore } from './plugin-config-store.ts'
import type { SchemaDraft } from './schema-draft.ts'

/** What one plugin is handed, and what to call when its section has returned. */
export interface PluginBuilder {
  readonly builder: Builder
  settle(): void
}

const LOADERS = ['loadOne', 'loadMany', 'loadWithoutCache', 'loadManyWithoutCache'] as const

type Load = (keys: unknown, context: object, ...rest: unknown[]) => unknown
type NodeOptions = { id?: { parse?: Load } } & { [Loader in (typeof LOADERS)[number]]?: Load }

/**
 * A view of the shared builder that knows on whose behalf it builds. It delegates by prototype, so every method of
 * Pothos and its plugins is there, and `this` inside them is the view.
 */
export function createPluginBuilder(
  shared: Builder,
  plugin: LoadedPlugin,
  draft: SchemaDraft,
): PluginBuilder {
  const { store, settle } = createPluginConfigStore(shared.configStore, { plugin, draft })

  const bind =
    (load: Load): Load =>
    (keys, context, ...rest) =>
      load(keys, scopeOf(context).of(plugin.id), ...rest)

  const bindLoaders = (options: NodeOptions): NodeOptions => {
    const bound: NodeOptions = { ...options }
    for (const loader of LOADERS) {
      const load = options[loader]
      if (load !== undefined) bound[loader] = bind(load)
    }
    if (options.id?.parse !== undefined) bound.id = { ...options.id, parse: bind(options.id.parse) }
    return bound
  }

  const refuseRoot = (root: string) => () => {
    throw new GraphqlRefusal(
      plugin.id,
      'graphql_platform_type',
      `"${plugin.id}" declares the type ${root}, which belongs to the platform; add its fields with builder.${root.toLowerCase()}Field.`,
    )
  }

  const view: Builder = Object.create(shared)
  const overrides: { [Member in keyof Builder]?: unknown } = {
    configStore: store,
    // Relay keeps these by builder; a view asking for its own would declare them twice.
    pageInfoRef: () => shared.pageInfoRef(),
    nodeInterfaceRef: () => shared.nodeInterfaceRef(),
    node: (type: unknown, options: NodeOptions, fields: unknown) =>
      Reflect.apply(shared.node, view, [type, bindLoaders(options), fields]),
    nodeRef: (type: unknown, options: NodeOptions, fields: unknown) =>
      Reflect.apply(shared.nodeRef, view, [type, bindLoaders(options), fields]),
    queryType: refuseRoot('Query'),
    mutationType: refuseRoot('Mutation'),
    subscriptionType: refuseRoot('Subscription'),
  }
  Object.assign(view, overrides)
  setAuthor(view, { plugin, draft })
  return { builder: view, settle }
}
