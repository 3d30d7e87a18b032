import type { ChangeOf, PluginSchemaBuilder } from '@wasla/sdk'
import { customerCreated, customerDeleted, customerUpdated } from '../../contract/customer.events.ts'
import { getCustomer } from '../use-cases/get-customer.ts'
import type { CustomerType } from './customer.type.ts'

const customerEvents = [customerCreated, customerUpdated, customerDeleted] as const

/** `customerChanged`: customers as they come, change and go, read again under the reader's own rights. */
export function addCustomerChanged(builder: PluginSchemaBuilder, customer: CustomerType): void {
  const change = builder.objectRef<ChangeOf<typeof customerEvents>>('CustomerChange').implement({
    interfaces: ['Change'],
    description: 'Something happened to a customer.',
    fields: (t) => ({
      customerId: t.id({ nullable: true, resolve: (event) => event.id('customerId') }),
      customer: t.field({
        type: customer,
        nullable: true,
        description: 'As it is now; null when it is gone or not the reader’s to see',
        resolve: (event, _args, ctx) => event.read('customerId', (id) => getCustomer(ctx, id)),
      }),
    }),
  })
  builder.subscriptionField('customerChanged', (t) =>
    t.changes({ type: change, permission: 'crm.customers.read', events: customerEvents }),
  )
}
