import {
  createSourceEventStream,
  type ExecutionResult,
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
} from 'graphql'
import type { Gate } from '../../tenancy/gate.ts'
import type { GraphqlMetrics } from '../graphql-options.ts'
import type { GraphqlScope } from '../graphql-scope.ts'
import { type ErrorReport, presentError, refusal } from './graphql-errors.ts'
import type { Variables } from '../engine/selection-plan.ts'
import { runPlan } from '../engine/run-plan.ts'
import { isOn, type OpenStreams } from './open-streams.ts'
import type { Prepare, PreparedOperation } from './prepared-document.ts'

/** One operation to run, whichever way it arrived. */
export interface OperationRequest {
  readonly text: string
  readonly operationName?: string | null
  readonly variables?: Record<string, unknown> | null
  /** A GET may not change anything. */
  readonly readOnly: boolean
  /** The answer only ever leaves as text, by `answerText`. */
  readonly asText?: boolean
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal
  /** Whether the session still holds; asked before each event of a subscription. Default: it does. */
  readonly signedInStill?: () => Promise<boolean>
}

/** An answer, and whether it was refused before anything ran. */
export interface Answer {
  readonly result: ExecutionResult
  readonly refused: boolean
}

/** An answer, or the answers of a subscription. */
export type Outcome = Answer | { readonly stream: AsyncIterable<ExecutionResult> }

export interface RunnerOptions {
  readonly gate: Gate
  readonly streams: OpenStreams
  readonly metrics?: GraphqlMetrics
}

export type Run = (
  prepare: Prepare,
  request: OperationRequest,
  scope: GraphqlScope,
) => Outcome | Promise<Outcome>

/** Runs operations: the one place all ways into GraphQL come through. */
export function createRun({ gate, streams, metrics }: RunnerOptions): Run {
  const finish = (kind: OperationTypeNode, begin: number, answer: Answer): Answer => {
    metrics?.observeOperation?.({
      kind,
      outcome: answer.result.errors === undefined ? 'success' : 'error',
      seconds: (performance.now() - begin) / 1000,
    })
    return answer
  }

  return (prepare, request, scope) => {
    const begin = performance.now()
    const operation = prepare(request.text, request.operationName)
    if (!('plan' in operation)) return refuse(operation)
    const kind = operation.definition.operation
    if (request.readOnly && kind !== OperationTypeNode.QUERY) {
      return refuse([
        refusal('graphql_method', 'A GET request may only query; send mutations and subscriptions by POST.'),
      ])
    }
    const { coerced, errors } = coerceVariables(operation, request)
    if (coerced === undefined)
      return refuse(errors.map((error) => refusal('graphql_variables', error.message, error)))
    const tooCostly = operation.checkCost(coerced)
    if (tooCostly !== undefined) return refuse(tooCostly)
    if (kind === OperationTypeNode.SUBSCRIPTION) return subscribe(operation, request, coerced, scope)
    const result = runPlan(operation.planFor(coerced), scope, coerced, undefined, request.asText)
    return result instanceof Promise
      ? result.then((settled) => finish(kind, begin, present(settled, scope)))
      : finish(kind, begin, present(result, scope))
  }

  async function subscribe(
    { schema, document, definition, plan, planFor }: PreparedOperation,
    { variables, signal, signedInStill }: OperationRequest,
    coerced: Variables,
    scope: GraphqlScope,
  ): Promise<Outcome> {
    const source = await createSourceEventStream({
      schema,
      document,
      contextValue: scope,
      variableValues: variables,
      operationName: definition.name?.value,
    })
    if (!(Symbol.asyncIterator in source)) return present(source, scope)
    const { organizationId } = scope.actor
    const options = {
      source,
      signal,
      organizationId,
      modules: plan.modules,
      failure: (error: unknown) => present({ errors: [asGraphqlError(error)] }, scope).result,
      answer: async (event: unknown) => {
        if ((await signedInStill?.()) === false) return 'session_revoked'
        if (!isOn(plan.modules, await gate.activeModules(organizationId))) return 'module_inactive'
        const renewed = scope.renew()
        return present(await runPlan(planFor(coerced), renewed, coerced, event), renewed).result
      },
    }
    return { stream: streams.open(options, signedInStill) }
  }
}

function asGraphqlError(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(originalError.message, { originalError })
}

type Coerced =
  | { coerced: Variables; errors?: undefined }
  | { coerced?: undefined; errors: readonly GraphQLError[] }

function coerceVariables(
  { schema, definition }: PreparedOperation,
  { variables }: OperationRequest,
): Coerced {
  const declared = definition.variableDefinitions
  if (declared === undefined || declared.length === 0) return { coerced: {} }
  return getVariableValues(schema, declared, variables ?? {}, { maxErrors: 20 }) as Coerced
}

const refuse = (errors: readonly GraphQLError[]): Answer => ({ result: { errors }, refused: true })

function present(result: ExecutionResult, scope: GraphqlScope): Answer {
  if (result.errors === undefined) return { result, refused: false }
  const report: ErrorReport = scope.actor.request
  return {
    result: { ...result, errors: result.errors.map((error) => presentError(error, report)) },
    refused: false,
  }
}
