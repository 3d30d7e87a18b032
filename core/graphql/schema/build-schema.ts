import SchemaBuilder from '@pothos/core'
import '@pothos/plugin-complexity'
import '@pothos/plugin-dataloader'
import '@pothos/plugin-relay'
import type { GraphQLSchema } from 'graphql'
import type { Manifest, WaslaSchemaTypes } from '@wasla/sdk'
import { runAs } from '../../kernel/attribution.ts'
import type { LoadedPlugin } from '../../kernel/module.ts'
import './field-builder.ts'
import type { Builder } from './builder-types.ts'
import { CONTEXT_BINDING } from './context-binding.ts'
import { GraphqlRefusal } from './graphql-refusal.ts'
import { loadNodes } from './node-queries.ts'
import { addChange, PLATFORM_SCHEMA_TYPES, type PlatformSchema } from './platform-schema.ts'
import { createPluginBuilder } from './plugin-builder.ts'
import { addScalars } from './scalars.ts'
import { PLATFORM, SchemaDraft } from './schema-draft.ts'

const ROOT_TYPES = ['Query', 'Mutation', 'Subscription', 'Node', 'PageInfo', 'DateTime', 'Money', 'JSON']

/**
 * Builds the schema of a set of modules, over these modules only.
 * @param plugins in order of dependency
 * @param modules the ids of all modules in the set, also those without a GraphQL section
 * @param platform adds what stands in every schema
 * @throws GraphqlRefusal naming the plugin, where it is known; any other error of Pothos where it is not
 */
export function buildSchema(
  plugins: readonly LoadedPlugin[],
  modules: ReadonlySet<string>,
  manifests: ReadonlyMap<string, Manifest>,
  platform?: PlatformSchema,
): GraphQLSchema {
  const draft = new SchemaDraft(modules, manifests)
  for (const type of [...ROOT_TYPES, ...PLATFORM_SCHEMA_TYPES]) draft.claimType(type, PLATFORM)
  const builder = createBuilder(draft)
  addChange(builder)
  for (const plugin of plugins) declare(builder, plugin, draft)
  if (draft.hasRoot('Mutation')) builder.mutationType({})
  if (draft.hasRoot('Subscription') || platform !== undefined) builder.subscriptionType({})
  platform?.(builder)
  // Clients and snapshots read sorted SDL; sorting here would copy every type of every set.
  return builder.toSchema({ sortSchema: false })
}

function createBuilder(draft: SchemaDraft): Builder {
  const builder: Builder = new SchemaBuilder<WaslaSchemaTypes>({
    // The binding stands last, so innermost: loaders of other plugins' types run outside it, under their own context.
    plugins: ['relay', 'dataloader', 'complexity', CONTEXT_BINDING],
    waslaDraft: draft,
    complexity: { disabled: true },
    relay: {
      clientMutationId: 'omit',
      cursorType: 'String',
      edgesFieldOptions: { nullable: false, complexity: { field: 0, multiplier: 1 } },
      nodeFieldOptions: { nullable: false, complexity: 0 },
      nodesOnConnection: { complexity: { field: 0, multiplier: 1 } },
      nodeQueryOptions: {
        description: 'Anything that has a global id',
        resolve: (_root, { id }, context, info) =>
          loadNodes(builder, context, info, [id]).then(([node]) => node),
      },
      nodesQueryOptions: {
        description: 'Many things by their global ids, in order',
        complexity: (args: { ids?: readonly unknown[] }) => ({ field: 1, multiplier: args.ids?.length ?? 0 }),
        resolve: (_root, { ids }, context, info) => loadNodes(builder, context, info, ids),
      },
    },
  })
  builder.queryType({})
  addScalars(builder)
  builder.nodeInterfaceRef()
  return builder
}

function declare(builder: Builder, plugin: LoadedPlugin, draft: SchemaDraft): void {
  const { builder: view, settle } = createPluginBuilder(builder, plugin, draft)
  try {
    runAs(plugin.id, () => plugin.definition.graphql?.(view))
    settle()
  } catch (error) {
    if (error instanceof GraphqlRefusal) throw error
    const cause = error instanceof Error ? error.message : String(error)
    throw new GraphqlRefusal(
      plugin.id,
      'graphql_failed',
      `The GraphQL section of "${plugin.id}" threw "${cause}", so the schema cannot take it; mend the section.`,
      error,
    )
  }
}
