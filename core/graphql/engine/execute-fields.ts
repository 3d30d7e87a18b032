import type { FieldNode, GraphQLLeafType, GraphQLResolveInfo } from 'graphql'
import { argumentsOf, FIELDS_OF, MAY_WRITE, type PlannedInfo } from './planned-info.ts'
import type { FieldPlan } from './selection-plan.ts'
import { completeLate, fail, isThenable, type Path, type PlanRun, settle } from './settle.ts'

/** The answer for one object: a promise only if one of its fields is. */
export function executeFields(
  run: PlanRun,
  fields: readonly FieldPlan[],
  source: unknown,
  path: Path | undefined,
): unknown {
  const answer: Record<string, unknown> = {}
  let late: FieldPlan[] | undefined
  try {
    for (const field of fields) {
      const value = executeField(run, field, source, path)
      answer[field.key] = value
      if (isThenable(value)) (late ??= []).push(field)
    }
  } catch (error) {
    if (late === undefined) throw error
    // The others finish first, so that nothing of a plugin runs on after the answer.
    return Promise.allSettled(late.map(({ key }) => answer[key])).then(() => {
      throw error
    })
  }
  return late === undefined ? answer : whenThere(answer, late)
}

/** The answer with what is late in its place. */
function whenThere(answer: Record<string, unknown>, late: readonly FieldPlan[]): Promise<unknown> {
  const [{ key }] = late as readonly [FieldPlan]
  if (late.length === 1) {
    return (answer[key] as Promise<unknown>).then((value) => {
      answer[key] = value
      return answer
    })
  }
  return Promise.all(late.map((field) => answer[field.key])).then((values) => {
    for (const [index, field] of late.entries()) answer[field.key] = values[index]
    return answer
  })
}

/** The answer of a mutation: each field when the one before is done. */
export async function executeSerially(
  run: PlanRun,
  fields: readonly FieldPlan[],
  source: unknown,
): Promise<unknown> {
  const answer: Record<string, unknown> = {}
  for (const field of fields) answer[field.key] = await executeField(run, field, source, undefined)
  return answer
}

function executeField(
  run: PlanRun,
  field: FieldPlan,
  source: unknown,
  parentPath: Path | undefined,
): unknown {
  const { resolve, parentType, complete, nullable } = field
  if (field.plain !== undefined && typeof source === 'object' && source !== null) {
    const answer = plainValue(field, field.plain, source)
    if (answer !== UNSETTLED) return answer
  }
  const path: Path = { prev: parentPath, key: field.key, typename: parentType.name }
  let known: GraphQLResolveInfo | undefined
  const info = () => (known ??= resolveInfo(run, field, path))
  try {
    const value =
      resolve === undefined
        ? readProperty(run, field, source, info)
        : resolve(source, argumentsOf(field, run.variables), run.context, info())
    if (isThenable(value)) return completeLate(run, field, complete, path, nullable, value, info)
    return settle(run, field, path, nullable, complete(run, field, value, path, info))
  } catch (raw) {
    return fail(run, field, path, nullable, raw)
  }
}

const UNSETTLED = Symbol('a value that needs the whole procedure')

/** The value of a plain field, without what only errors, methods and promises need. */
function plainValue({ property, nullable }: FieldPlan, type: GraphQLLeafType, source: object): unknown {
  try {
    const value = (source as Record<string, unknown>)[property]
    if (value == null) return nullable ? null : UNSETTLED
    if (typeof value === 'function' || value instanceof Error || isThenable(value)) return UNSETTLED
    return type.serialize(value) ?? UNSETTLED
  } catch {
    return UNSETTLED
  }
}

/** As the default resolver of graphql-js: a property, or a method's result. */
function readProperty(
  run: PlanRun,
  field: FieldPlan,
  source: unknown,
  info: () => GraphQLResolveInfo,
): unknown {
  if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined
  const value = (source as Record<string, unknown>)[field.definition.name]
  return typeof value === 'function'
    ? value.call(source, argumentsOf(field, run.variables), run.context, info())
    : value
}

function resolveInfo({ plan, variables, asText }: PlanRun, field: FieldPlan, path: Path): PlannedInfo {
  const { definition, nodes, parentType } = field
  const { schema, operation, fragments } = plan
  return {
    fieldName: definition.name,
    fieldNodes: nodes as FieldNode[],
    returnType: definition.type,
    parentType,
    path,
    schema,
    fragments: fragments as Record<string, never>,
    rootValue: undefined,
    operation,
    variableValues: variables,
    [FIELDS_OF]: plan.fieldsOf,
    // Only what stands at the top is looked at when the answer is put together.
    [MAY_WRITE]: asText && path.prev === undefined,
  }
}
