import { getNamedType, type GraphQLResolveInfo, isObjectType } from 'graphql'
import { FIELDS_OF, type PlannedInfo } from '../engine/planned-info.ts'
import type { FieldPlan, SelectionPlan } from '../engine/selection-plan.ts'

/** Under which key of its extensions stands what a field of related rows reads. */
export const RELATED = 'waslaRelated'

/** What an operation looks at in rows of a type. */
export interface RowNeeds {
  /** The properties; nothing when they cannot be told, so that all have to be there. */
  readonly columns: ReadonlySet<string> | undefined
  /** Its fields of related rows. */
  readonly related: readonly FieldPlan[]
}

const EVERYTHING: RowNeeds = { columns: undefined, related: [] }

/** A field's nodes belong to one plan, and with it to one selection. */
const known = new WeakMap<object, RowNeeds>()

/** What is looked at in the rows that a field answers with. */
export function needsOfRows({ definition, nodes }: FieldPlan, info: GraphQLResolveInfo): RowNeeds {
  return remembered(nodes, info, (fieldsOf) => ofType(definition.type, nodes, fieldsOf))
}

/** The same where the field being resolved answers with the rows themselves. */
export function needsOfField(info: GraphQLResolveInfo): RowNeeds {
  return remembered(info.fieldNodes, info, (fieldsOf) => ofType(info.returnType, info.fieldNodes, fieldsOf))
}

/** The same where it answers with a connection whose cursors are made of the properties of `position`. */
export function needsOfConnection(info: GraphQLResolveInfo, position: readonly string[]): RowNeeds {
  return remembered(info.fieldNodes, info, (fieldsOf) => {
    const parts = connectionParts(info, fieldsOf)
    const columns = new Set(position)
    for (const part of parts) for (const column of part.columns ?? []) columns.add(column)
    return {
      columns: parts.some((part) => part.columns === undefined) ? undefined : columns,
      related: parts.flatMap(({ related }) => related),
    }
  })
}

type FieldsOf = SelectionPlan['fieldsOf']
type Nodes = FieldPlan['nodes']

function remembered(
  nodes: Nodes,
  info: GraphQLResolveInfo,
  find: (fieldsOf: FieldsOf) => RowNeeds,
): RowNeeds {
  let needs = known.get(nodes)
  if (needs === undefined) {
    // Without a plan, as at the source of a subscription, nobody knows.
    const fieldsOf = (info as Partial<PlannedInfo>)[FIELDS_OF]
    needs = fieldsOf === undefined ? EVERYTHING : find(fieldsOf)
    known.set(nodes, needs)
  }
  return needs
}

/** The rows stand in `nodes` and in `node` of `edges`; any other field of a module may look at whatever it likes. */
function connectionParts({ returnType, fieldNodes }: GraphQLResolveInfo, fieldsOf: FieldsOf): RowNeeds[] {
  return below(returnType, fieldNodes, fieldsOf).flatMap((field) => {
    const { name, type } = field.definition
    if (name === 'nodes') return ofType(type, field.nodes, fieldsOf)
    if (name === 'pageInfo' || name === '__typename') return []
    if (name !== 'edges') return EVERYTHING
    return below(type, field.nodes, fieldsOf).flatMap(({ definition, nodes }) => {
      if (definition.name === 'node') return ofType(definition.type, nodes, fieldsOf)
      return definition.name === 'cursor' || definition.name === '__typename' ? [] : EVERYTHING
    })
  })
}

function below(
  type: FieldPlan['definition']['type'],
  nodes: Nodes,
  fieldsOf: FieldsOf,
): readonly FieldPlan[] {
  const named = getNamedType(type)
  return isObjectType(named) ? fieldsOf(named, nodes) : []
}

function ofType(type: FieldPlan['definition']['type'], nodes: Nodes, fieldsOf: FieldsOf): RowNeeds {
  const named = getNamedType(type)
  // A guard, or what chooses the type of an abstract one, is handed the row.
  if (!isObjectType(named) || named.isTypeOf != null) return EVERYTHING
  const columns = new Set<string>()
  const related: FieldPlan[] = []
  let readable = true
  for (const field of fieldsOf(named, nodes)) {
    if (field.definition.name === '__typename') continue
    const property = propertyRead(field)
    if (property === undefined) readable = false
    else columns.add(property)
    if (keyOfRelated(field) !== undefined) related.push(field)
  }
  return { columns: readable ? columns : undefined, related }
}

/** The one property that a field reads, where the platform made its resolver; an author's own may read any. */
function propertyRead({ definition, resolve, property }: FieldPlan): string | undefined {
  if (resolve === undefined) return property
  const { pothosExposedField: exposed } = definition.extensions
  return keyOfRelated({ definition }) ?? (typeof exposed === 'string' ? exposed : undefined)
}

/** The property of its parent that names the rows of a related field; of no other field. */
export function keyOfRelated({ definition }: Pick<FieldPlan, 'definition'>): string | undefined {
  return (definition.extensions[RELATED] as { readonly key: string } | undefined)?.key
}
