import {
  type ExecutionResult, type FieldNode, getArgumentValues, GraphQLError, type GraphQLResolveInfo, isNonNullType,
} from 'graphql/index.js'
import { isThenable, type Path, type PlanRun, settle } from './complete-value.ts'
import type { FieldPlan, QueryPlan } from './field-plan.ts'

/** Runs a planned query, with the variables already coerced. */
export function runPlan(plan: QueryPlan, context: unknown, variables: Record<string, unknown>): ExecutionResult | Promise<ExecutionResult> {
  const run: PlanRun = { plan, context, variables, errors: [] }
  const answer = (data: unknown): ExecutionResult =>
    run.errors.length === 0 ? { data: data as Record<string, unknown> } : { errors: run.errors, data: data as Record<string, unknown> }
  const fail = (error: unknown): ExecutionResult => {
    run.errors.push(error as GraphQLError)
    return answer(null)
  }
  try {
    const data = executeFields(run, plan.root, undefined, undefined)
    return isThenable(data) ? data.then(answer, fail) : answer(data)
  } catch (error) {
    return fail(error)
  }
}

/** The answer for one object: a promise only if one of its fields is. */
export function executeFields(run: PlanRun, fields: readonly FieldPlan[], source: unknown, path: Path | undefined): unknown {
  const answer: Record<string, unknown> = {}
  let pending: Promise<unknown>[] | undefined
  try {
    for (const field of fields) {
      const value = executeField(run, field, source, path)
      answer[field.key] = value
      if (isThenable(value)) (pending ??= []).push(value.then((settled) => void (answer[field.key] = settled)))
    }
  } catch (error) {
    if (pending === undefined) throw error
    // The others finish first, so that nothing of a plugin runs on after the answer.
    return Promise.allSettled(pending).then(() => {
      throw error
    })
  }
  return pending === undefined ? answer : Promise.all(pending).then(() => answer)
}

function executeField(run: PlanRun, field: FieldPlan, source: unknown, parentPath: Path | undefined): unknown {
  const { definition, resolve, parentType, complete } = field
  const path: Path = { prev: parentPath, key: field.key, typename: parentType.name }
  let known: GraphQLResolveInfo | undefined
  const info = () => (known ??= resolveInfo(run, field, path))
  return settle(run, field, path, !isNonNullType(definition.type), () => {
    const value = resolve === undefined
      ? readProperty(run, field, source, info)
      : resolve(source, argumentsOf(run, field), run.context, info())
    return isThenable(value)
      ? value.then((resolved) => complete(run, field, resolved, path, info))
      : complete(run, field, value, path, info)
  })
}

/** As the default resolver of graphql-js: a property, or a method's result. */
function readProperty(run: PlanRun, field: FieldPlan, source: unknown, info: () => GraphQLResolveInfo): unknown {
  if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined
  const value = (source as Record<string, unknown>)[field.definition.name]
  return typeof value === 'function' ? value.call(source, argumentsOf(run, field), run.context, info()) : value
}

function argumentsOf(run: PlanRun, { constantArguments, definition, nodes }: FieldPlan): Record<string, unknown> {
  return constantArguments ?? getArgumentValues(definition, nodes[0] as FieldNode, run.variables)
}

function resolveInfo({ plan, variables }: PlanRun, field: FieldPlan, path: Path): GraphQLResolveInfo {
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
  }
}
