import { completeValue } from '@pothos/core'
import { dataloaderGetter } from '@pothos/plugin-dataloader'
import type { GraphQLResolveInfo } from 'graphql'
import { scopeOf } from '../graphql-scope.ts'

type Loader = ReturnType<ReturnType<typeof dataloaderGetter<unknown, unknown, unknown>>>
type Load = (keys: unknown[], context: object, args: object, info: GraphQLResolveInfo) => unknown

export interface LoadableOptions {
  readonly type: unknown
  readonly load: Load
  readonly byPath?: boolean
  readonly sort?: boolean | ((value: unknown) => unknown)
  readonly loaderOptions?: Parameters<typeof dataloaderGetter<unknown, unknown, unknown>>[0]
  readonly resolve: (parent: unknown, args: object, context: object, info: GraphQLResolveInfo) => unknown
}

export interface LoadableGroupOptions extends LoadableOptions {
  readonly group: (value: unknown) => unknown
}

/** Pothos' own awaits three times for every row of a list, also where its key is at hand. */
export function loadable({ type, load, byPath, sort, loaderOptions, resolve, ...options }: LoadableOptions) {
  const loaderOf = loaders(load, byPath, loaderOptions, sort)
  return {
    ...options,
    type,
    resolve: (parent: unknown, args: object, context: object, info: GraphQLResolveInfo) =>
      completeValue(resolve(parent, args, context, info), (key) =>
        key == null ? null : loaderOf(args, context, info).load(key),
      ),
  }
}

/** The same of a field whose keys have many values each. */
export function loadableGroup({ type, group, load, sort: _sorted, ...options }: LoadableGroupOptions) {
  const loadGroups: Load = async (keys, ...rest) => {
    const groups = new Map<unknown, unknown[]>()
    for (const value of (await load(keys, ...rest)) as Iterable<unknown>) {
      if (value == null) continue
      const key = group(value)
      const known = groups.get(key)
      if (known === undefined) groups.set(key, [value])
      else known.push(value)
    }
    return keys.map((key) => groups.get(key) ?? [])
  }
  return loadable({ ...options, type: [type], load: loadGroups })
}

/** A loader for each operation, and for each place the field has in it where that counts. */
function loaders(
  load: Load,
  byPath: boolean | undefined,
  options: LoadableOptions['loaderOptions'],
  sort: LoadableOptions['sort'],
): (args: object, context: object, info: GraphQLResolveInfo) => Loader {
  const key = {}
  return (args, context, info) => {
    const known = scopeOf(context).kept(key, () => new Map<unknown, Loader>())
    // A field's nodes are the same for all rows of a list, and its own.
    const place = byPath === true ? info.fieldNodes : undefined
    let loader = known.get(place)
    if (loader === undefined) {
      const loadKeys = (keys: unknown[], bound: object) => load(keys, bound, args, info) as Promise<unknown[]>
      loader = dataloaderGetter<unknown, unknown, unknown>(options, loadKeys, undefined, sort)(context)
      known.set(place, loader)
    }
    return loader
  }
}
