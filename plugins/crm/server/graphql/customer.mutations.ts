import { validate, type PluginSchemaBuilder } from '@wasla/sdk'
import { activityKinds, newActivitySchema } from '../../contract/activity.schema.ts'
import { newCustomerSchema } from '../../contract/customer.schema.ts'
import { addActivity } from '../use-cases/add-activity.ts'
import { createCustomer } from '../use-cases/create-customer.ts'
import type { ActivityType } from './activity.type.ts'
import type { CustomerType } from './customer.type.ts'

export function addCustomerMutations(
  builder: PluginSchemaBuilder,
  customer: CustomerType,
  activity: ActivityType,
): void {
  const newCustomer = builder.inputType('NewCustomer', {
    fields: (t) => ({
      companyName: t.string({ required: true }),
      externalId: t.string(),
      contactName: t.string(),
      contactTitle: t.string(),
      email: t.string(),
      phone: t.string(),
      address: t.string(),
      city: t.string(),
      region: t.string(),
      postalCode: t.string(),
      country: t.string(),
      stageId: t.id(),
    }),
  })
  const newActivity = builder.inputType('NewActivity', {
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'The customer’s rowId' }),
      kind: t.string({ required: true, description: activityKinds.join(', ') }),
      subject: t.string({ required: true }),
      body: t.string(),
    }),
  })
  builder.mutationFields((t) => ({
    createCustomer: t.field({
      type: customer,
      permission: 'crm.customers.write',
      args: { input: t.arg({ type: newCustomer, required: true }) },
      resolve: (_parent, { input }, ctx) => createCustomer(ctx, validate(newCustomerSchema, input)),
    }),
    addActivity: t.field({
      type: activity,
      permission: 'crm.activities.write',
      args: { input: t.arg({ type: newActivity, required: true }) },
      resolve: (_parent, { input: { customerId, ...input } }, ctx) =>
        addActivity(ctx, customerId, validate(newActivitySchema, input)),
    }),
  }))
}
