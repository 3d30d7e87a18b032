import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  specifiedRules,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { createPlanCache } from '../engine/plan-cache.ts'
import type { SelectionPlan, Variables } from '../engine/selection-plan.ts'
import { checkDocumentSize, MAX_TOKENS } from './document-limits.ts'
import { refusal } from './graphql-errors.ts'
import { type OperationPlan, planOperation } from './operation-plan.ts'

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

const MAX_DOCUMENTS = 500
// In characters of document text; a parsed document takes some twenty times as much.
const MAX_TEXT = 2_000_000

/** Parses and validates each document once for a schema. */
export function createPrepare(schema: GraphQLSchema, limits: Limits): Prepare {
  const documents = new LRUCache<string, Map<string, Prepared>>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_TEXT,
    sizeCalculation: (_operations, text) => text.length + 1,
  })
  return (text, operationName) => {
    const name = operationName ?? ''
    const known = documents.get(text)
    const operation = known?.get(name)
    if (operation !== undefined) return operation
    const prepared = prepare(schema, limits, text, name)
    // Every unknown operation name would otherwise be remembered beside its document.
    if (known === undefined) documents.set(text, new Map([[name, prepared]]))
    else if (known.size < 20) known.set(name, prepared)
    return prepared
  }
}

function prepare(schema: GraphQLSchema, limits: Limits, text: string, operationName: string): Prepared {
  let document: DocumentNode
  try {
    document = parse(text, { maxTokens: MAX_TOKENS })
  } catch (error) {
    if (error instanceof GraphQLError) return [refusal('graphql_syntax', error.message, error)]
    throw error
  }
  const tooLarge = checkDocumentSize(document)
  if (tooLarge !== undefined) return [refusal('graphql_too_large', tooLarge.message)]
  const errors = validate(schema, document, specifiedRules, { maxErrors: 20 })
  if (errors.length > 0) return errors.map((error) => refusal('graphql_invalid', error.message, error))
  const definition = chooseOperation(document, operationName)
  if (definition instanceof GraphQLError) return [refusal('graphql_operation_unknown', definition.message)]
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
