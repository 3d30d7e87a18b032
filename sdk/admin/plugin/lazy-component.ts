import { lazy, type ComponentType } from 'react'

type Load = () => Promise<ComponentType<any>>

const known = new WeakMap<Load, ComponentType<any>>()

/** The component behind a `load`, fetched when it is first rendered; the same one every time. */
export function lazyComponent(load: Load): ComponentType<any> {
  const present = known.get(load)
  if (present !== undefined) return present
  const component = lazy(async () => ({ default: await load() }))
  known.set(load, component)
  return component
}
