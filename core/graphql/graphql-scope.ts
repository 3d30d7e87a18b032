import type { OrganizationContext } from '@wasla/sdk'
import type { Actor } from '../contexts/actor.ts'
import type { ContextFactory } from '../contexts/context-factory.ts'

const scopes = new WeakMap<object, GraphqlScope>()

/**
 * What GraphQL carries through one operation: the actor, and each plugin's own context, made when its first field needs
 * it. Loaders cache by context, so they too live for one operation and one plugin.
 */
export class GraphqlScope {
  readonly actor: Actor
  readonly #contexts: ContextFactory
  readonly #bound = new Map<string, OrganizationContext>()

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
    scopes.set(context, this)
    return context
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
  const scope = context instanceof GraphqlScope ? context : scopes.get(context)
  if (scope === undefined)
    throw new Error('A GraphQL resolver ran outside an operation, so no plugin context belongs to it.')
  return scope
}
