import {
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getDirectiveValues,
  getNullableType,
  type GraphQLField,
  type GraphQLFieldResolver,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isAbstractType,
  isLeafType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql'
import { type Complete, completionOf } from './complete-value.ts'
import { exposedProperty } from './exposed-property.ts'

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
  readonly nullable: boolean
  /** The type of a property of the parent that needs nothing but serialising: the commonest field of all. */
  readonly plain: GraphQLLeafType | undefined
  /** The property of the parent that is read, where one is. */
  readonly property: string
}

/** What an operation selects, planned type by type as values are met, and kept for all later runs. */
export interface SelectionPlan {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: Fragments
  fieldsOf(type: GraphQLObjectType, nodes: readonly FieldNode[]): readonly FieldPlan[]
  readonly root: readonly FieldPlan[]
}

export type Fragments = Readonly<Record<string, FragmentDefinitionNode>>

export type Variables = Record<string, unknown>

type Selections = readonly { readonly selectionSet?: SelectionSetNode }[]

/** Plans a validated operation for the variables, coerced, of which `@skip` and `@include` make the selection depend. */
export function planSelection(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  variables: Variables,
): SelectionPlan {
  const rootType = schema.getRootType(operation.operation)
  if (rootType == null) throw new GraphQLError(`The schema has no type for a ${operation.operation}.`)
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
    type: GraphQLObjectType,
    { selections }: SelectionSetNode,
    selected: Map<string, FieldNode[]>,
    seen: Set<string>,
  ): void => {
    for (const selection of selections) {
      if (!isIncluded(selection, variables)) continue
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

  const plan: Omit<SelectionPlan, 'root'> = { schema, operation, fragments, fieldsOf }
  return { ...plan, root: fieldsOf(rootType, [operation]) }
}

function planField(
  { schema, fieldsOf }: Omit<SelectionPlan, 'root'>,
  parentType: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
): FieldPlan | undefined {
  const [node] = nodes
  const definition = node && fieldDefinition(schema, parentType, node.name.value)
  if (node === undefined || definition === undefined) return undefined
  const type = getNullableType(definition.type)
  const { resolve } = definition
  const exposed = resolve === undefined ? definition.name : exposedProperty(resolve)
  return {
    key,
    nodes,
    parentType,
    definition,
    resolve,
    constantArguments: constantArguments(definition, node),
    complete: completionOf(definition.type, fieldsOf),
    nullable: !isNonNullType(definition.type),
    plain: exposed !== undefined && isLeafType(type) ? type : undefined,
    property: exposed ?? definition.name,
  }
}

function fieldDefinition(
  schema: GraphQLSchema,
  parentType: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
  if (parentType === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  }
  return parentType.getFields()[name]
}

function constantArguments(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
): Record<string, unknown> | undefined {
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

function isIncluded(selection: SelectionNode, variables: Variables): boolean {
  if (selection.directives === undefined || selection.directives.length === 0) return true
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) return false
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] !== false
}
