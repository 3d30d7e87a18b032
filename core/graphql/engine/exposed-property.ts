import type { GraphQLFieldResolver } from 'graphql'

type Resolver = GraphQLFieldResolver<any, any, any>

const properties = new WeakMap<Resolver, string>()

/** Says of a resolver that it does nothing but read this property of its parent, so that it need not be called for that. */
export function markExposed(resolver: Resolver, property: string): Resolver {
  properties.set(resolver, property)
  return resolver
}

export function exposedProperty(resolver: Resolver): string | undefined {
  return properties.get(resolver)
}
