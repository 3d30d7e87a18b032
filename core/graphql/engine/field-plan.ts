import {
  type ArgumentNode, type FieldNode, type FragmentDefinitionNode, getArgumentValues, type GraphQLField,
  type GraphQLFieldResolver, GraphQLError, type GraphQLObjectType, type GraphQLSchema, isAbstractType, isNonNullType,
  Kind, type OperationDefinitionNode, SchemaMetaFieldDef, type SelectionSetNode, TypeMetaFieldDef,
  TypeNameMetaFieldDef, visit,
} from 'graphql/index.js'
import { type Complete, completionOf } from './complete-value.ts'

/** One field of an answer: all that can be known of it before a value is there. */
export interface FieldPlan {
  /** Its name in the answer. */
  readonly key: string
  readonly nodes: readonly FieldNode[]
  readonly parentType: GraphQLObjectType
  readonly definition: GraphQLField<unknown, unknown>
  /** Nothing when the value is simply the parent's property. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined
  /** Arguments that no variable changes, coerced once. */
  readonly constantArguments: Record<string, unknown> | undefined
  readonly complete: Complete
}

/** What a query selects, planned type by type as values are met, and kept for all later runs. */
export interface QueryPlan {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  fieldsOf(type: GraphQLObjectType, nodes: readonly FieldNode[]): readonly FieldPlan[]
  readonly root: readonly FieldPlan[]
}

type Selections = readonly { readonly selectionSet?: SelectionSetNode }[]

/** Plans a validated query; nothing for one whose selection depends on variables (`@skip`, `@include`). */
export function planQuery(
  schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): QueryPlan | undefined {
  const rootType = schema.getRootType(operation.operation)
  if (rootType == null || [operation, ...Object.values(fragments)].some(isConditional)) return undefined
  const planned = new Map<Selections, Map<GraphQLObjectType, readonly FieldPlan[]>>()

  const fieldsOf = (type: GraphQLObjectType, nodes: Selections): readonly FieldPlan[] => {
    const known = planned.get(nodes)?.get(type)
    if (known !== undefined) return known
    const selected = new Map<string, FieldNode[]>()
    const seen = new Set<string>()
    for (const { selectionSet } of nodes) if (selectionSet) collect(type, selectionSet, selected, seen)
    const fields = [...selected].flatMap(([key, fieldNodes]) => planField(plan, type, key, fieldNodes) ?? [])
    planned.set(nodes, (planned.get(nodes) ?? new Map()).set(type, fields))
    return fields
  }

  const collect = (
    type: GraphQLObjectType, { selections }: SelectionSetNode, selected: Map<string, FieldNode[]>, seen: Set<string>,
  ): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        const nodes = selected.get(key)
        if (nodes === undefined) selected.set(key, [selection])
        else nodes.push(selection)
        continue
      }
      const named = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined
      if (named !== undefined && seen.has(named)) continue
      if (named !== undefined) seen.add(named)
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value]
      if (fragment !== undefined && applies(fragment.typeCondition?.name.value, type)) {
        collect(type, fragment.selectionSet, selected, seen)
      }
    }
  }

  const applies = (condition: string | undefined, type: GraphQLObjectType): boolean => {
    const conditional = condition === undefined ? type : schema.getType(condition)
    return conditional === type || (isAbstractType(conditional) && schema.isSubType(conditional, type))
  }

  const plan: Omit<QueryPlan, 'root'> = { schema, operation, fragments, fieldsOf }
  return { ...plan, root: fieldsOf(rootType, [operation]) }
}

function planField(
  { schema, fieldsOf }: Omit<QueryPlan, 'root'>, parentType: GraphQLObjectType, key: string, nodes: readonly FieldNode[],
): FieldPlan | undefined {
  const [node] = nodes
  const definition = node && fieldDefinition(schema, parentType, node.name.value)
  if (node === undefined || definition === undefined) return undefined
  return {
    key,
    nodes,
    parentType,
    definition,
    resolve: definition.resolve,
    constantArguments: constantArguments(definition, node),
    complete: completionOf(definition.type, fieldsOf),
  }
}

function fieldDefinition(
  schema: GraphQLSchema, parentType: GraphQLObjectType, name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
  if (parentType === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  }
  return parentType.getFields()[name]
}

function constantArguments(definition: GraphQLField<unknown, unknown>, node: FieldNode): Record<string, unknown> | undefined {
  if (node.arguments?.some(mentionsVariable)) return undefined
  try {
    return getArgumentValues(definition, node)
  } catch (error) {
    // Belongs into the answer of each run, at the field's path.
    if (error instanceof GraphQLError) return undefined
    throw error
  }
}

function mentionsVariable(node: ArgumentNode): boolean {
  let found = false
  visit(node, { Variable: () => void (found = true) })
  return found
}

function isConditional(definition: OperationDefinitionNode | FragmentDefinitionNode): boolean {
  let found = false
  visit(definition.selectionSet, {
    Directive: ({ name }) => void (found ||= name.value === 'skip' || name.value === 'include'),
  })
  return found
}

export const isNullable = ({ definition }: FieldPlan): boolean => !isNonNullType(definition.type)
