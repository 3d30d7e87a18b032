import type { OrganizationContext } from '@wasla/sdk'
import type { Actor } from '../contexts/actor.ts'
import type { ContextFactory } from '../contexts/context-factory.ts'

/** Hands back what it is given, so that a class derived from it adds its own private fields to that. */
const Itself = function Itself(given: object) {
  return given
} as unknown as new (
  given: object,
) => object

/**
 * Puts a scope on a context where only this file finds it. By a `WeakMap`, what belonged to an operation would stay until the next
 * collection of the whole heap: smaller ones take all values of such a map for used.
 */
class Scoped extends Itself {
  readonly #scope: GraphqlScope

  constructor(context: object, scope: GraphqlScope) {
    super(context)
    this.#scope = scope
  }

  static scopeOf(context: object): GraphqlScope | undefined {
    return #scope in context ? context.#scope : undefined
  }
}

/**
 * What GraphQL carries through one operation: the actor, and each plugin's own context, made when its first field needs
 * it. Loaders cache by context, so they too live for one operation and one plugin.
 */
export class GraphqlScope {
  readonly actor: Actor
  readonly #contexts: ContextFactory
  readonly #bound = new Map<string, OrganizationContext>()
  readonly #kept = new Map<object, unknown>()

  constructor(actor: Actor, contexts: ContextFactory) {
    this.actor = actor
    this.#contexts = contexts
  }

  /** The context a plugin sees: under its own database role. */
  of(plugin: string): OrganizationContext {
    const known = this.#bound.get(plugin)
    if (known !== undefined) return known
    const context = this.#contexts.organization(plugin, this.actor)
    this.#bound.set(plugin, context)
    new Scoped(context, this)
    return context
  }

  /** What is kept for the operation under a key, made when it is asked for first. */
  kept<Kept>(key: object, make: () => Kept): Kept {
    const known = this.#kept.get(key) as Kept | undefined
    if (known !== undefined) return known
    const made = make()
    this.#kept.set(key, made)
    return made
  }

  /** The contexts made so far. */
  get bound(): Iterable<OrganizationContext> {
    return this.#bound.values()
  }

  /** The same actor with nothing loaded yet, for the next event of a stream. */
  renew(): GraphqlScope {
    return new GraphqlScope(this.actor, this.#contexts)
  }
}

/** The scope behind what a resolver or loader was handed: the scope itself, or a context made by it. */
export function scopeOf(context: object): GraphqlScope {
  const scope = context instanceof GraphqlScope ? context : Scoped.scopeOf(context)
  if (scope === undefined)
    throw new Error('A GraphQL resolver ran outside an operation, so no plugin context belongs to it.')
  return scope
}
