import { type FieldNode, getArgumentValues, type GraphQLResolveInfo } from 'graphql'
import type { FieldPlan, SelectionPlan, Variables } from './selection-plan.ts'

/** Under which key resolvers that look ahead find the plan's `fieldsOf`. */
export const FIELDS_OF = Symbol('the planned fields of a type')

/** What resolvers are told about their field. */
export interface PlannedInfo extends GraphQLResolveInfo {
  readonly [FIELDS_OF]: SelectionPlan['fieldsOf']
}

/** @throws GraphQLError where a variable has no value, or a wrong one */
export function argumentsOf(
  { constantArguments, definition, nodes }: FieldPlan,
  variables: Variables,
): Record<string, unknown> {
  return constantArguments ?? getArgumentValues(definition, nodes[0] as FieldNode, variables)
}
