import { type FieldNode, getArgumentValues, type GraphQLResolveInfo } from 'graphql'
import type { FieldPlan, SelectionPlan, Variables } from './selection-plan.ts'

/** Under which key resolvers that look ahead find the plan's `fieldsOf`. */
export const FIELDS_OF = Symbol('the planned fields of a type')

/** Under which key stands whether the value may be `WrittenJson`. */
export const MAY_WRITE = Symbol('whether the value may be written JSON')

/** What resolvers are told about their field. */
export interface PlannedInfo extends GraphQLResolveInfo {
  readonly [FIELDS_OF]: SelectionPlan['fieldsOf']
  readonly [MAY_WRITE]: boolean
}

/** @throws GraphQLError where a variable has no value, or a wrong one */
export function argumentsOf(
  { constantArguments, definition, nodes }: FieldPlan,
  variables: Variables,
): Record<string, unknown> {
  return constantArguments ?? getArgumentValues(definition, nodes[0] as FieldNode, variables)
}

/** Whether what the field's resolver answers with may be `WrittenJson`. */
export function mayWrite(info: GraphQLResolveInfo): boolean {
  return (info as Partial<PlannedInfo>)[MAY_WRITE] === true
}
