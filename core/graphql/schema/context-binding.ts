import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
} from '@pothos/core'
import { clearAllDataLoaders } from '@pothos/plugin-dataloader'
import type { Permission } from '@wasla/sdk'
import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLIsTypeOfFn,
  type GraphQLTypeResolver,
} from 'graphql'
import { markExposed } from '../engine/exposed-property.ts'
import { type GraphqlScope, scopeOf } from '../graphql-scope.ts'
import { FIELD_OWNER } from './field-owner.ts'
import { GraphqlRefusal } from './graphql-refusal.ts'
import { PLATFORM, type SchemaDraft } from './schema-draft.ts'

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      waslaBinding: ContextBindingPlugin<Types>
    }
    interface SchemaBuilderOptions<Types extends SchemaTypes> {
      waslaDraft?: SchemaDraft
    }
  }
}

type Resolver = GraphQLFieldResolver<unknown, object, object>

export const CONTEXT_BINDING = 'waslaBinding'

/** Hands every resolver, loader and type guard the context of the plugin that declared it, after its permission. */
class ContextBindingPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  get #draft(): SchemaDraft {
    const draft = this.builder.options.waslaDraft
    if (draft === undefined) throw new Error('The schema builder was made without its draft.')
    return draft
  }

  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const owner = fieldOwner(field)
    if (owner === undefined) return field
    const declaring = field.declaringType ?? field.parentType
    const where = `${declaring}.${field.name}`
    const { permission } = field.pothosOptions
    if (permission !== undefined) this.#draft.requirePermission(owner, permission, where)
    else if (isRoot(field.kind) || this.#draft.ownerOf(declaring) !== owner) {
      throw new GraphqlRefusal(
        owner,
        'graphql_permission_missing',
        `The field "${where}" of "${owner}" names no permission, so anybody could read it; give it one, such as permission: '${owner}.….read'.`,
      )
    }
    return field
  }

  override onTypeConfig(type: PothosTypeConfig): PothosTypeConfig {
    const owner = this.#draft.ownerOf(type.name)
    if (owner === undefined || owner === PLATFORM || type.kind !== 'Object') return type
    this.#checkNode(type, owner)
    const getDataloader = type.extensions?.['getDataloader']
    if (typeof getDataloader !== 'function') return type
    return {
      ...type,
      extensions: {
        ...type.extensions,
        getDataloader: (context: object) => getDataloader(scopeOf(context).of(owner)),
      },
    }
  }

  override wrapResolve(resolver: Resolver, field: PothosOutputFieldConfig<Types>): Resolver {
    const owner = fieldOwner(field)
    const { permission } = field.pothosOptions
    if (owner === undefined || (resolver === defaultFieldResolver && permission === undefined))
      return resolver
    const exposed = field.extensions?.['pothosExposedField']
    if (typeof exposed === 'string' && permission === undefined) return markExposed(resolver, exposed)
    return bindResolver(resolver, owner, permission, field.kind === 'Mutation')
  }

  override wrapSubscribe(
    subscribe: Resolver | undefined,
    field: PothosOutputFieldConfig<Types>,
  ): Resolver | undefined {
    const owner = fieldOwner(field)
    if (owner === undefined || subscribe === undefined) return subscribe
    return bindResolver(subscribe, owner, field.pothosOptions.permission, false)
  }

  override wrapIsTypeOf(
    isTypeOf: GraphQLIsTypeOfFn<unknown, Types['Context']> | undefined,
    type: PothosTypeConfig,
  ): GraphQLIsTypeOfFn<unknown, Types['Context']> | undefined {
    const owner = this.#draft.ownerOf(type.name)
    if (isTypeOf === undefined || owner === undefined || owner === PLATFORM) return isTypeOf
    return (value, context, info) => isTypeOf(value, scopeOf(context).of(owner), info)
  }

  override wrapResolveType(
    resolveType: GraphQLTypeResolver<unknown, Types['Context']>,
    type: PothosTypeConfig,
  ): GraphQLTypeResolver<unknown, Types['Context']> {
    const owner = this.#draft.ownerOf(type.name)
    if (owner === undefined || owner === PLATFORM) return resolveType
    return (value, context, info, abstract) => resolveType(value, scopeOf(context).of(owner), info, abstract)
  }

  #checkNode(type: PothosTypeConfig & { kind: 'Object' }, owner: string): void {
    const isNode = type.interfaces.some((ref) => this.builder.configStore.getTypeConfig(ref).name === 'Node')
    if (!isNode) return
    const { permission } = type.pothosOptions
    if (permission === undefined) {
      throw new GraphqlRefusal(
        owner,
        'graphql_permission_missing',
        `The node "${type.name}" of "${owner}" names no permission, so anybody could fetch it by its id; give it one, such as permission: '${owner}.….read'.`,
      )
    }
    this.#draft.requirePermission(owner, permission, type.name)
  }
}

SchemaBuilder.registerPlugin(CONTEXT_BINDING, ContextBindingPlugin)

function fieldOwner(field: { extensions?: object | null }): string | undefined {
  return (field.extensions as Record<string, string> | undefined)?.[FIELD_OWNER]
}

const isRoot = (kind: string) => kind === 'Query' || kind === 'Mutation' || kind === 'Subscription'

function bindResolver(
  resolver: Resolver,
  owner: string,
  permission: Permission | undefined,
  mutates: boolean,
): Resolver {
  return (parent, args, given, info) => {
    const scope = scopeOf(given)
    const context = scope.of(owner)
    if (permission !== undefined) context.authorize(permission)
    if (mutates) forgetLoaded(scope)
    return resolver(parent, args, context, info)
  }
}

/** Rows loaded for one mutation's answer are old when the next one of the same document has run. */
function forgetLoaded(scope: GraphqlScope): void {
  for (const context of scope.bound) clearAllDataLoaders(context)
}
