import { validate, type PluginSchemaBuilder } from '@wasla/sdk'
import { z } from 'zod'
import { activityKinds, newActivitySchema } from '../../contract/activity.schema.ts'
import { customerChangesSchema, newCustomerSchema } from '../../contract/customer.schema.ts'
import { addActivity } from '../use-cases/add-activity.ts'
import { createCustomer } from '../use-cases/create-customer.ts'
import { updateCustomer } from '../use-cases/update-customer.ts'
import type { ActivityType } from './activity.type.ts'
import type { CustomerType } from './customer.type.ts'

const rowId = z.object({ id: z.uuid() })

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
      ownerId: t.id(),
    }),
  })
  const changes = builder.inputType('CustomerChanges', {
    fields: (t) => ({
      companyName: t.string(),
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
      ownerId: t.id(),
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
    updateCustomer: t.field({
      type: customer,
      permission: 'crm.customers.write',
      args: {
        id: t.arg.id({ required: true, description: 'The customer’s rowId' }),
        version: t.arg.int({ description: 'The one you have seen; another is refused as stale_version' }),
        input: t.arg({ type: changes, required: true }),
      },
      resolve: (_parent, args, ctx) => {
        const { id } = validate(rowId, args)
        return updateCustomer(ctx, id, validate(customerChangesSchema, args.input), args.version ?? undefined)
      },
    }),
    addActivity: t.field({
      type: activity,
      permission: 'crm.activities.write',
      args: { input: t.arg({ type: newActivity, required: true }) },
      resolve: (_parent, { input: { customerId, ...input } }, ctx) => {
        const { id } = validate(rowId, { id: customerId })
        return addActivity(ctx, id, validate(newActivitySchema, input))
      },
    }),
  }))
}
