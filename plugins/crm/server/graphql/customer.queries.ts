import { validate, type PluginSchemaBuilder } from '@wasla/sdk'
import { customerFilter, newestCustomers } from '../data/customer-list.view.ts'
import { readStoredSalesStages } from '../data/sales-stage-list.view.ts'
import type { CustomerType } from './customer.type.ts'
import type { SalesStageType } from './sales-stage.type.ts'

export function addCustomerQueries(
  builder: PluginSchemaBuilder,
  customer: CustomerType,
  stage: SalesStageType,
): void {
  builder.queryFields((t) => ({
    customers: t.pageConnection({
      type: customer,
      permission: 'crm.customers.read',
      args: {
        search: t.arg.string({ description: 'Company, contact, e-mail, external id or city' }),
        stageId: t.arg.id(),
        country: t.arg.string(),
      },
      position: ['id'],
      resolve: (_parent, { first, after, search, stageId, country }) =>
        newestCustomers(
          validate(customerFilter, {
            limit: first,
            cursor: after ?? undefined,
            search: search ?? undefined,
            stageId: stageId ?? undefined,
            country: country ?? undefined,
          }),
        ),
    }),
    salesStages: t.field({
      type: [stage],
      permission: 'crm.sales-stages.read',
      resolve: (_parent, _args, ctx) => readStoredSalesStages(ctx),
    }),
  }))
}
