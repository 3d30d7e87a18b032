import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  specifiedRules,
  validate,
} from 'graphql'
import { createPlanCache } from '../engine/plan-cache.ts'
import type { SelectionPlan, Variables } from '../engine/selection-plan.ts'
import { refusal } from './graphql-errors.ts'
import { type OperationPlan, planOperation } from './operation-plan.ts'
import type { ParsedDocument } from './parsed-documents.ts'

export interface Limits {
  readonly maxDepth: number
  readonly maxCost: number
}

/** One operation of a document, checked against a schema, ready to run as often as it comes. */
export interface PreparedOperation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly definition: OperationDefinitionNode
  readonly plan: OperationPlan
  /** What to run, for coerced variables. */
  planFor(variables: Variables): SelectionPlan
  /** The refusal of a run whose variables, coerced, make it too costly. */
  checkCost(variables: Variables): readonly GraphQLError[] | undefined
}

/** The operation, or why there is none. */
export type Prepared = PreparedOperation | readonly GraphQLError[]

export type Prepare = (text: string, operationName: string | null | undefined) => Prepared

/** How many operation names of one document are remembered, unknown ones included. */
const MAX_NAMES = 20

/** Validates and plans each operation once for a schema. */
export function createPrepare(
  schema: GraphQLSchema,
  limits: Limits,
  parsed: (text: string) => ParsedDocument<Prepared>,
): Prepare {
  return (text, operationName) => {
    const name = operationName ?? ''
    const { document, prepared } = parsed(text)
    const operations = prepared.get(schema) ?? new Map<string, Prepared>()
    const known = operations.get(name)
    if (known !== undefined) return known
    const operation = 'kind' in document ? prepare(schema, limits, document, name) : document
    if (operations.size < MAX_NAMES) operations.set(name, operation)
    prepared.set(schema, operations)
    return operation
  }
}

function prepare(
  schema: GraphQLSchema,
  limits: Limits,
  document: DocumentNode,
  operationName: string,
): Prepared {
  const errors = validate(schema, document, specifiedRules, { maxErrors: 20 })
  if (errors.length > 0) return errors.map((error) => refusal('graphql_invalid', error.message, error))
  const definition = chooseOperation(document, operationName)
  if (definition instanceof GraphQLError) return [refusal('graphql_operation_unknown', definition.message)]
  if (schema.getRootType(definition.operation) === undefined) {
    const message = `There is nothing to ask by ${definition.operation} here; send an operation of another kind.`
    return [refusal('graphql_operation_unknown', message)]
  }
  return checked(schema, limits, document, definition)
}

function chooseOperation(document: DocumentNode, name: string): OperationDefinitionNode | GraphQLError {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  )
  const [first, second] = operations
  if (name === '') {
    if (first === undefined)
      return new GraphQLError('The document holds no operation; send a query, mutation or subscription.')
    return second === undefined
      ? first
      : new GraphQLError('The document holds several operations; name one in "operationName".')
  }
  return (
    operations.find((operation) => operation.name?.value === name) ??
    new GraphQLError(`The document holds no operation named "${name}".`)
  )
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
  }
  return fragments
}

function checked(
  schema: GraphQLSchema,
  { maxDepth, maxCost }: Limits,
  document: DocumentNode,
  definition: OperationDefinitionNode,
): Prepared {
  const plan = planOperation(schema, document, definition)
  if (plan.depth > maxDepth) {
    return [
      refusal(
        'graphql_too_deep',
        `The operation nests ${plan.depth} levels deep, and at most ${maxDepth} are allowed; ask in several operations.`,
      ),
    ]
  }
  const tooCostly = (cost: number) =>
    cost <= maxCost
      ? undefined
      : [
          refusal(
            'graphql_too_costly',
            `The operation costs ${cost}, and at most ${maxCost} is allowed; ask for smaller pages or fewer fields.`,
          ),
        ]
  const constant = plan.variable ? undefined : tooCostly(plan.cost({}))
  if (constant !== undefined) return constant
  return {
    schema,
    document,
    definition,
    plan,
    planFor: createPlanCache(schema, definition, fragmentsOf(document)),
    checkCost: (variables) => (plan.variable ? tooCostly(plan.cost(variables)) : undefined),
  }
}
