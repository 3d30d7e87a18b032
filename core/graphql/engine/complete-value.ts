import {
  GraphQLError,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { FieldPlan, SelectionPlan } from './selection-plan.ts'
import { completeLate, fail, isThenable, type Path, type PlanRun, settle } from './settle.ts'
import { executeFields } from './execute-fields.ts'
import { WrittenJson } from './written-json.ts'

/** Turns what a resolver gave into what the answer holds; a promise where it has to, an exception where it cannot. */
export type Complete = (
  run: PlanRun,
  field: FieldPlan,
  value: unknown,
  path: Path,
  info: () => GraphQLResolveInfo,
) => unknown

type FieldsOf = SelectionPlan['fieldsOf']

/** The rules of section 6.4.3 of the specification, chosen once for a type instead of once for a value. */
export function completionOf(type: GraphQLOutputType, fieldsOf: FieldsOf): Complete {
  if (isNonNullType(type)) return nonNull(completionOf(type.ofType, fieldsOf))
  return nullable(
    isListType(type)
      ? list(type.ofType, fieldsOf)
      : isLeafType(type)
        ? leaf(type)
        : isAbstractType(type)
          ? abstract(type, fieldsOf)
          : isObjectType(type)
            ? object(type, fieldsOf)
            : never(type),
  )
}

const nullable =
  (complete: Complete): Complete =>
  (run, field, value, path, info) => {
    if (value == null) return null
    if (value instanceof Error) throw value
    return complete(run, field, value, path, info)
  }

const nonNull =
  (complete: Complete): Complete =>
  (run, field, value, path, info) => {
    const completed = complete(run, field, value, path, info)
    if (completed !== null) return completed
    throw new Error(
      `Cannot return null for non-nullable field ${field.parentType.name}.${field.definition.name}.`,
    )
  }

const leaf =
  (type: GraphQLLeafType): Complete =>
  (_run, _field, value) => {
    const serialized = type.serialize(value)
    if (serialized != null) return serialized
    throw new Error(
      `Expected \`${type.name}.serialize\` to return a value, and it returned ${String(serialized)}.`,
    )
  }

function list(itemType: GraphQLOutputType, fieldsOf: FieldsOf): Complete {
  const completeItem = completionOf(itemType, fieldsOf)
  const itemNullable = !isNonNullType(itemType)
  const completeOne: Complete = (run, field, item, path, info) => {
    try {
      if (isThenable(item)) return completeLate(run, field, completeItem, path, itemNullable, item, info)
      return settle(run, field, path, itemNullable, completeItem(run, field, item, path, info))
    } catch (raw) {
      return fail(run, field, path, itemNullable, raw)
    }
  }
  return (run, field, value, path, info) => {
    if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) {
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${field.parentType.name}.${field.definition.name}".`,
      )
    }
    const given = Array.isArray(value) ? value : [...(value as Iterable<unknown>)]
    let pending = false
    const items: unknown[] = []
    try {
      for (let index = 0; index < given.length; index += 1) {
        const itemPath: Path = { prev: path, key: index, typename: undefined }
        const completed = completeOne(run, field, given[index], itemPath, info)
        pending ||= isThenable(completed)
        items.push(completed)
      }
    } catch (error) {
      // Nobody will look at the others any more, and a rejection nobody looks at ends the host.
      for (const other of [...items, ...given]) if (isThenable(other)) other.then(undefined, () => {})
      throw error
    }
    return pending ? Promise.all(items) : items
  }
}

function object(type: GraphQLObjectType, fieldsOf: FieldsOf): Complete {
  // A completion belongs to one planned field, so its selection is always the same.
  let fields: ReturnType<FieldsOf> | undefined
  const proceed: Complete = (run, field, value, path) =>
    run.asText && value instanceof WrittenJson
      ? value
      : executeFields(run, (fields ??= fieldsOf(type, field.nodes)), value, path)
  if (type.isTypeOf == null) return proceed
  const { isTypeOf } = type
  return (run, field, value, path, info) => {
    const admit = (isType: boolean) => {
      if (isType) return proceed(run, field, value, path, info)
      throw new GraphQLError(`Expected value of type "${type.name}" but got: ${describe(value)}.`, {
        nodes: field.nodes,
      })
    }
    const isType = isTypeOf.call(type, value, run.context, info())
    return isThenable(isType) ? isType.then(admit) : admit(isType)
  }
}

function abstract(type: GraphQLAbstractType, fieldsOf: FieldsOf): Complete {
  const completions = new Map<string, Complete>()
  return (run, field, value, path, info) => {
    const proceed = (name: unknown) => {
      const known = typeof name === 'string' ? completions.get(name) : undefined
      if (known !== undefined) return known(run, field, value, path, info)
      const complete = object(concreteType(run, field, type, name), fieldsOf)
      completions.set(name as string, complete)
      return complete(run, field, value, path, info)
    }
    const { resolveType } = type
    if (resolveType == null)
      throw new GraphQLError(`The type ${type.name} has no resolveType.`, { nodes: field.nodes })
    const name = resolveType(value, run.context, info(), type)
    return isThenable(name) ? name.then(proceed) : proceed(name)
  }
}

function concreteType(
  { plan: { schema } }: PlanRun,
  { nodes, parentType, definition }: FieldPlan,
  type: GraphQLAbstractType,
  name: unknown,
): GraphQLObjectType {
  const where = `for field "${parentType.name}.${definition.name}"`
  const found = typeof name === 'string' ? schema.getType(name) : undefined
  if (!isObjectType(found))
    throw new GraphQLError(`Abstract type "${type.name}" was resolved to no object type ${where}.`, { nodes })
  if (!schema.isSubType(type, found))
    throw new GraphQLError(`Runtime Object type "${found.name}" is not a possible type for "${type.name}".`, {
      nodes,
    })
  return found
}

function describe(value: unknown): string {
  return typeof value === 'object' ? `a ${value?.constructor?.name ?? 'object'}` : typeof value
}

function never(type: never): never {
  throw new Error(`No values are of the type ${String(type)}.`)
}
