import { type GraphQLSchema, Kind, type OperationDefinitionNode, visit } from 'graphql'
import { type Fragments, planSelection, type SelectionPlan, type Variables } from './selection-plan.ts'

/** Which of an operation's selections are planned at most; a document with many conditions has as many as it likes. */
const MAX_VARIANTS = 16

/** Plans an operation once for each combination of its conditions. */
export function createPlanCache(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): (variables: Variables) => SelectionPlan {
  const conditions = conditionVariables(operation, fragments)
  const plans = new Map<string, SelectionPlan>()
  return (variables) => {
    const variant = conditions.map((name) => (variables[name] === true ? 1 : 0)).join('')
    const known = plans.get(variant)
    if (known !== undefined) return known
    const plan = planSelection(schema, operation, fragments, variables)
    if (plans.size < MAX_VARIANTS) plans.set(variant, plan)
    return plan
  }
}

function conditionVariables(operation: OperationDefinitionNode, fragments: Fragments): string[] {
  const names = new Set<string>()
  for (const definition of [operation, ...Object.values(fragments)]) {
    visit(definition.selectionSet, {
      Directive({ name, arguments: given = [] }) {
        if (name.value !== 'skip' && name.value !== 'include') return
        for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value)
      },
    })
  }
  return [...names]
}
