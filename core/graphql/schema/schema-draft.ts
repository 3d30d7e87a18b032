import type { Manifest } from '@wasla/sdk'
import type { LoadedPlugin } from '../../kernel/module.ts'
import { GraphqlRefusal } from './graphql-refusal.ts'

/** Stands for the platform where a plugin's id would stand. */
export const PLATFORM = 'platform'

/** Who declared what, while one schema is being put together. */
export class SchemaDraft {
  /** The ids of the modules in the set. */
  readonly modules: ReadonlySet<string>
  readonly #manifests: ReadonlyMap<string, Manifest>
  readonly #types = new Map<string, string>()
  readonly #fields = new Map<string, string>()
  readonly #roots = new Set<string>()

  constructor(modules: ReadonlySet<string>, manifests: ReadonlyMap<string, Manifest>) {
    this.modules = modules
    this.#manifests = manifests
  }

  /** The plugin that declared a type, if one did yet. */
  ownerOf(type: string): string | undefined {
    return this.#types.get(type)
  }

  claimType(type: string, plugin: string): void {
    const owner = this.#types.get(type)
    if (owner !== undefined && owner !== plugin) {
      throw new GraphqlRefusal(
        plugin,
        'graphql_collision',
        `"${plugin}" declares the GraphQL type "${type}", which "${owner}" already declares, so the schema would have two; rename one, best with the plugin's name in front.`,
      )
    }
    this.#types.set(type, plugin)
  }

  claimField(type: string, field: string, plugin: string): void {
    const path = `${type}.${field}`
    const owner = this.#fields.get(path)
    if (owner !== undefined && owner !== plugin) {
      throw new GraphqlRefusal(
        plugin,
        'graphql_collision',
        `"${plugin}" adds the GraphQL field "${path}", which "${owner}" already adds, so the schema would have two; rename one.`,
      )
    }
    this.#fields.set(path, plugin)
  }

  /** Notes that a plugin adds to Query, Mutation or Subscription; the last two exist only if somebody does. */
  useRoot(kind: string): void {
    this.#roots.add(kind)
  }

  hasRoot(kind: string): boolean {
    return this.#roots.has(kind)
  }

  /** Refuses what a plugin takes from another that its manifest does not name. */
  requireDeclared(plugin: LoadedPlugin, type: string, owner: string): void {
    if (owner === plugin.id || owner === PLATFORM || declares(plugin, owner)) return
    throw new GraphqlRefusal(
      plugin.id,
      'graphql_undeclared_module',
      `"${plugin.id}" uses the GraphQL type "${type}" of "${owner}", which its plugin.json does not name, so nothing guarantees that it is there; add "${owner}" to "requires" or "optional".`,
    )
  }

  /** Whether a type may be missing because a module that the plugin only may extend is off. */
  mayBeAbsent(plugin: LoadedPlugin): boolean {
    return Object.keys(plugin.manifest.optional).some((id) => !this.modules.has(id))
  }

  /** Refuses a permission that no manifest declares: a typing mistake would lock everybody out. */
  requirePermission(plugin: string, permission: string, where: string): void {
    const [module, resource, action] = permission.split('.')
    if (module === PLATFORM) return
    const known = this.#manifests
      .get(module ?? '')
      ?.permissions.some(
        (declared) =>
          declared.resource === resource &&
          declared.actions.some((declaredAction) => declaredAction === action),
      )
    if (known) return
    throw new GraphqlRefusal(
      plugin,
      'graphql_unknown_permission',
      `"${where}" of "${plugin}" asks for the permission "${permission}", which no plugin.json declares, so nobody could hold it; declare it or mend its name.`,
    )
  }
}

function declares(plugin: LoadedPlugin, other: string): boolean {
  return other in plugin.manifest.requires || other in plugin.manifest.optional
}
