import type { Change, PluginSchemaBuilder } from '@wasla/sdk'
import { customerCreated, customerDeleted, customerUpdated } from '../../contract/customer.events.ts'
import { getCustomer } from '../use-cases/get-customer.ts'
import type { CustomerType } from './customer.type.ts'

/** `customerChanged`: customers as they come, change and go, read again under the reader's own rights. */
export function addCustomerChanged(builder: PluginSchemaBuilder, customer: CustomerType): void {
  const change = builder.objectRef<Change>('CustomerChange').implement({
    interfaces: ['Change'],
    description: 'Something happened to a customer.',
    fields: (t) => ({
      customerId: t.id({ nullable: true, resolve: ({ ids }) => ids['customerId']?.toString() }),
      customer: t.field({
        type: customer,
        nullable: true,
        description: 'As it is now; null when it is gone or not the reader’s to see',
        resolve: (event, _args, ctx) => event.read('customerId', (id) => getCustomer(ctx, id)),
      }),
    }),
  })
  builder.subscriptionField('customerChanged', (t) =>
    t.field({
      type: change,
      permission: 'crm.customers.read',
      args: { after: t.arg.string({ description: 'The `cursor` of the last change that was read' }) },
      subscribe: (_root, { after }, ctx) =>
        ctx.changes([customerCreated, customerUpdated, customerDeleted], { after }),
      resolve: (event) => event,
    }),
  )
}
