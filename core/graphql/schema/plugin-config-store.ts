import { BaseTypeRef, MutationRef, QueryRef, SubscriptionRef } from '@pothos/core'
import type { Authorship } from './authorship.ts'
import type { Builder } from './builder-types.ts'
import { GraphqlRefusal } from './graphql-refusal.ts'
import { PLATFORM } from './schema-draft.ts'

type ConfigStore = Builder['configStore']
type AddFields = ConfigStore['addFields']
type TypeParameter = Parameters<AddFields>[0]
type Fields = Parameters<AddFields>[1]

/** Where types and fields of one plugin go: into the shared store, once they are known to be its to give. */
export interface PluginConfigStore {
  readonly store: ConfigStore
  /** Adds the fields that waited for a type declared later; to be called when the plugin has declared everything. */
  settle(): void
}

function rootOf(type: TypeParameter): 'Query' | 'Mutation' | 'Subscription' | undefined {
  if (type instanceof QueryRef) return 'Query'
  if (type instanceof MutationRef) return 'Mutation'
  return type instanceof SubscriptionRef ? 'Subscription' : undefined
}

export function createPluginConfigStore(
  shared: ConfigStore,
  { plugin, draft }: Authorship,
): PluginConfigStore {
  const waiting: { type: string; fields: Fields }[] = []

  const store: ConfigStore = Object.create(shared)

  store.addTypeRef = (ref) => {
    ref.onConfig((config) => draft.claimType(config.name, plugin.id))
    shared.addTypeRef(ref)
  }

  const add = (type: TypeParameter, fields: Fields) =>
    shared.addFields(type, () => {
      const map = fields()
      const { name } = shared.getTypeConfig(type)
      for (const [field, ref] of Object.entries(map)) if (ref) draft.claimField(name, field, plugin.id)
      return map
    })

  store.addFields = (type, fields) => {
    const root = rootOf(type)
    if (root !== undefined) {
      draft.useRoot(root)
      return add(type, fields)
    }
    const name = nameOf(shared, type)
    if (name === undefined) return add(type, fields)
    const owner = draft.ownerOf(name)
    if (owner === undefined) return void waiting.push({ type: name, fields })
    if (owner === PLATFORM) {
      throw new GraphqlRefusal(
        plugin.id,
        'graphql_platform_type',
        `"${plugin.id}" adds fields to the GraphQL type "${name}", which belongs to the platform and is the same for everybody; add a type of its own.`,
      )
    }
    draft.requireDeclared(plugin, name, owner)
    add(type, fields)
  }

  const settle = () => {
    for (const { type, fields } of waiting.splice(0)) {
      if (draft.ownerOf(type) === plugin.id) add(type as TypeParameter, fields)
      else if (!draft.mayBeAbsent(plugin)) {
        throw new GraphqlRefusal(
          plugin.id,
          'graphql_unknown_type',
          `"${plugin.id}" adds fields to the GraphQL type "${type}", which no module it depends on declares; mend the name, or name the module in plugin.json.`,
        )
      }
    }
  }

  return { store, settle }
}

/** The name of a type that was given by name or by a reference already declared. */
function nameOf(store: ConfigStore, type: TypeParameter): string | undefined {
  if (typeof type === 'string') return type
  return type instanceof BaseTypeRef && store.hasConfig(type) ? store.getTypeConfig(type).name : undefined
}
