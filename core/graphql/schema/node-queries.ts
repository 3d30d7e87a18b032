import { resolveNodes } from '@pothos/plugin-relay'
import type { Permission } from '@wasla/sdk'
import { scopeOf } from '../graphql-scope.ts'
import type { Builder } from './builder-types.ts'

type Info = Parameters<typeof resolveNodes>[2]

interface GlobalId {
  readonly typename: string
  readonly id: string
}

/**
 * Loads nodes by their global ids, each under its own type's permission. An id of a module that is off, or of no
 * module at all, finds nothing, as does the id of a row that is not there.
 */
export async function loadNodes(
  builder: Builder,
  context: object,
  info: Info,
  ids: readonly (GlobalId | null | undefined)[],
): Promise<unknown[]> {
  const scope = scopeOf(context)
  const known = ids.map((id) => {
    const type = id == null ? undefined : nodeType(builder, id.typename)
    if (type === undefined) return null
    const owner = builder.options.waslaDraft?.ownerOf(type.name)
    if (owner !== undefined && type.permission !== undefined) scope.of(owner).authorize(type.permission)
    return id
  })
  return resolveNodes(builder, context, info, known)
}

function nodeType(
  builder: Builder,
  name: string,
): { name: string; permission: Permission | undefined } | undefined {
  const { configStore } = builder
  if (!configStore.hasImplementation(name)) return undefined
  const config = configStore.getTypeConfig(name)
  const isNode =
    config.kind === 'Object' &&
    config.interfaces.some((ref) => configStore.getTypeConfig(ref).name === 'Node')
  return isNode ? { name, permission: config.pothosOptions.permission } : undefined
}
