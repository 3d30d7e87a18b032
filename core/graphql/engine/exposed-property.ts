const properties = new WeakMap<object, string>()

/** Says of a resolver that it does nothing but read this property of its parent, so that it need not be called for that. */
export function markExposed<Resolver extends object>(resolver: Resolver, property: string): Resolver {
  properties.set(resolver, property)
  return resolver
}

export function exposedProperty(resolver: object): string | undefined {
  return properties.get(resolver)
}
