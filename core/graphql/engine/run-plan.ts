import { type ExecutionResult, type GraphQLError, OperationTypeNode } from 'graphql'
import { executeFields, executeSerially } from './execute-fields.ts'
import type { SelectionPlan, Variables } from './selection-plan.ts'
import { isThenable, type PlanRun } from './settle.ts'

/**
 * Runs a planned operation by the rules of the specification; mutations one after the other.
 * @param variables coerced
 * @param root what root fields resolve from: the event, for a subscription
 * @param asText whether the answer only ever leaves as text, so that values at its top may be `WrittenJson`
 */
export function runPlan(
  plan: SelectionPlan,
  context: unknown,
  variables: Variables,
  root?: unknown,
  asText = false,
): ExecutionResult | Promise<ExecutionResult> {
  const run: PlanRun = { plan, context, variables, errors: [], asText }
  // Fields below something already nulled may still fail later; the answer is not theirs to change.
  const answer = (data: unknown): ExecutionResult =>
    run.errors.length === 0
      ? { data: data as Record<string, unknown> }
      : { errors: [...run.errors], data: data as Record<string, unknown> }
  const fail = (error: unknown): ExecutionResult => {
    run.errors.push(error as GraphQLError)
    return answer(null)
  }
  try {
    const serially = plan.operation.operation === OperationTypeNode.MUTATION
    const data = (serially ? executeSerially : executeFields)(run, plan.root, root, undefined)
    return isThenable(data) ? data.then(answer, fail) : answer(data)
  } catch (error) {
    return fail(error)
  }
}
