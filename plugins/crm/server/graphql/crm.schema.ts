import type { PluginSchemaBuilder } from '@wasla/sdk'
import type {} from '../../contract/graphql.ts'
import { defineActivityType } from './activity.type.ts'
import { addCustomerChanged } from './customer-changed.subscription.ts'
import { addCustomerMutations } from './customer.mutations.ts'
import { addCustomerQueries } from './customer.queries.ts'
import { defineCustomerType } from './customer.type.ts'
import { defineSalesStageType } from './sales-stage.type.ts'

export function crmSchema(builder: PluginSchemaBuilder): void {
  const activity = defineActivityType(builder)
  const stage = defineSalesStageType(builder)
  const customer = defineCustomerType(builder, activity, stage)
  addCustomerQueries(builder, customer, stage)
  addCustomerMutations(builder, customer, activity)
  addCustomerChanged(builder, customer)
}
