import { type FieldNode, type GraphQLError, type GraphQLResolveInfo, locatedError } from 'graphql'
import type { Complete } from './complete-value.ts'
import type { FieldPlan, SelectionPlan, Variables } from './selection-plan.ts'

/** Where in an answer a value stands, from the inside out. */
export interface Path {
  readonly prev: Path | undefined
  readonly key: string | number
  readonly typename: string | undefined
}

/** One run of a planned query. */
export interface PlanRun {
  readonly plan: SelectionPlan
  readonly context: unknown
  readonly variables: Variables
  readonly errors: GraphQLError[]
  /** Whether values at the top of the answer may be written JSON. */
  readonly asText: boolean
}

/** What an error leaves at a path where it may stop: `null` and an entry in `errors`, where the type allows it. */
export function fail(run: PlanRun, field: FieldPlan, path: Path, mayBeNull: boolean, raw: unknown): null {
  const error = locatedError(raw, field.nodes as FieldNode[], pathToArray(path))
  if (!mayBeNull) throw error
  run.errors.push(error)
  return null
}

/** A value, or a promise of one, whose failure stops at this path where it may. */
export function settle(
  run: PlanRun,
  field: FieldPlan,
  path: Path,
  mayBeNull: boolean,
  value: unknown,
): unknown {
  return isThenable(value)
    ? value.then(undefined, (raw: unknown) => fail(run, field, path, mayBeNull, raw))
    : value
}

/** Completes a value that is still to come: in one step, since each that is waited for costs a turn of the queue. */
export function completeLate(
  run: PlanRun,
  field: FieldPlan,
  complete: Complete,
  path: Path,
  mayBeNull: boolean,
  value: Promise<unknown>,
  info: () => GraphQLResolveInfo,
): Promise<unknown> {
  const failed = (raw: unknown) => fail(run, field, path, mayBeNull, raw)
  return value.then((resolved) => {
    try {
      return settle(run, field, path, mayBeNull, complete(run, field, resolved, path, info))
    } catch (raw) {
      return failed(raw)
    }
  }, failed)
}

export function isThenable(value: unknown): value is Promise<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  )
}

function pathToArray(path: Path): (string | number)[] {
  const keys: (string | number)[] = []
  for (let current: Path | undefined = path; current !== undefined; current = current.prev)
    keys.push(current.key)
  return keys.reverse()
}
