import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { FIELD_OWNER } from '../schema/field-owner.ts'

/** What an operation would cost, and whom it touches, known without running it. */
export interface OperationPlan {
  readonly depth: number
  /** The plugins whose fields it selects. */
  readonly modules: ReadonlySet<string>
  /** Whether the cost depends on variables. */
  readonly variable: boolean
  cost(variables: Record<string, unknown>): number
}

type Cost = number | ((variables: Record<string, unknown>) => number)
type Complexity = number | { field?: number; multiplier?: number }

const DEFAULT_LIST_SIZE = 10

interface Subtree {
  readonly depth: number
  readonly cost: Cost
}

/** Plans a validated operation. Each fragment is planned once for each type it is spread on. */
export function planOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationPlan {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const modules = new Set<string>()
  const planned = new Map<SelectionSetNode, Map<GraphQLNamedType | undefined, Subtree>>()

  const selectionSet = (node: SelectionSetNode, type: GraphQLNamedType | undefined): Subtree => {
    const known = planned.get(node)?.get(type)
    if (known !== undefined) return known
    const parts = node.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return field(selection, type)
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
      if (fragment === undefined) return { depth: 0, cost: 0 }
      const condition = fragment.typeCondition
      return selectionSet(
        fragment.selectionSet,
        condition === undefined ? type : schema.getType(condition.name.value),
      )
    })
    const subtree = {
      depth: Math.max(0, ...parts.map(({ depth }) => depth)),
      cost: sum(parts.map(({ cost }) => cost)),
    }
    planned.set(node, (planned.get(node) ?? new Map()).set(type, subtree))
    return subtree
  }

  const field = (node: FieldNode, type: GraphQLNamedType | undefined): Subtree => {
    const name = node.name.value
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
    // Introspection has a limit of its own among the rules of graphql-js.
    if (definition === undefined) return { depth: 0, cost: 0 }
    const owner = definition.extensions[FIELD_OWNER]
    if (typeof owner === 'string') modules.add(owner)
    const below =
      node.selectionSet === undefined
        ? { depth: 0, cost: 0 }
        : selectionSet(node.selectionSet, getNamedType(definition.type))
    return { depth: below.depth + 1, cost: fieldCost(definition, node, below.cost) }
  }

  const root = selectionSet(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined)
  const { cost } = root
  return {
    depth: root.depth,
    modules,
    variable: typeof cost === 'function',
    cost: typeof cost === 'function' ? cost : () => cost,
  }
}

function fieldCost(definition: GraphQLField<unknown, unknown>, node: FieldNode, below: Cost): Cost {
  const declared = definition.extensions['complexity'] as
    | Complexity
    | ((args: object) => Complexity)
    | undefined
  const size = isListType(getNullableType(definition.type)) ? DEFAULT_LIST_SIZE : 1
  const total = (complexity: Complexity | undefined, each: number): number => {
    const { field = 1, multiplier = size } =
      typeof complexity === 'number' ? { field: complexity } : (complexity ?? {})
    return field + Math.max(0, multiplier) * each
  }
  if (typeof declared !== 'function') {
    return typeof below === 'number'
      ? total(declared, below)
      : (variables) => total(declared, below(variables))
  }
  const evaluate = (variables: Record<string, unknown>) =>
    total(
      declared(getArgumentValues(definition, node, variables)),
      typeof below === 'number' ? below : below(variables),
    )
  return typeof below === 'number' && !usesVariables(node) ? evaluate({}) : evaluate
}

/** Whether an argument of the field itself is given by a variable, or by one inside a list or object. */
function usesVariables({ arguments: given = [] }: FieldNode): boolean {
  return given.some(
    ({ value }) => value.kind === Kind.VARIABLE || value.kind === Kind.LIST || value.kind === Kind.OBJECT,
  )
}

function sum(costs: readonly Cost[]): Cost {
  let constant = 0
  const variable: ((variables: Record<string, unknown>) => number)[] = []
  for (const cost of costs) {
    if (typeof cost === 'number') constant += cost
    else variable.push(cost)
  }
  if (variable.length === 0) return constant
  return (variables) => variable.reduce((total, cost) => total + cost(variables), constant)
}
