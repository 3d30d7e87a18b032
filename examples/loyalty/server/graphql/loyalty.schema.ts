import type {} from '@wasla/plugin-crm/contract'
import type { PluginSchemaBuilder } from '@wasla/sdk'
import { readBalances } from '../data/account-list.view.ts'

export function loyaltySchema(builder: PluginSchemaBuilder): void {
  builder.objectField('Customer', 'loyaltyPoints', (t) =>
    t.loadable({
      type: 'Int',
      description: 'What the customer has now',
      permission: 'loyalty.points.read',
      load: (customerIds: string[], ctx) => readBalances(ctx, customerIds),
      resolve: ({ id }) => id,
    }),
  )
}
