import type { PluginSchemaBuilder } from '@wasla/sdk'
import type { CustomerRow } from '../../contract/customer.schema.ts'
import { latestActivities } from '../data/activity-list.view.ts'
import { readCustomersByIds } from '../data/customer-list.view.ts'
import { salesStageById } from '../data/sales-stage-list.view.ts'
import type { ActivityType } from './activity.type.ts'
import type { SalesStageType } from './sales-stage.type.ts'

export type CustomerType = ReturnType<typeof defineCustomerType>

export function defineCustomerType(
  builder: PluginSchemaBuilder,
  activity: ActivityType,
  stage: SalesStageType,
) {
  const customer = builder.objectRef<CustomerRow>('Customer')
  builder.node(customer, {
    description: 'A company that buys, or may.',
    permission: 'crm.customers.read',
    id: { resolve: ({ id }) => id },
    loadManyWithoutCache: (ids, ctx) => readCustomersByIds(ctx, ids),
    fields: (t) => ({
      rowId: t.exposeID('id', { description: 'The id as REST knows it' }),
      version: t.exposeInt('version'),
      externalId: t.exposeString('externalId', { nullable: true }),
      companyName: t.exposeString('companyName'),
      contactName: t.exposeString('contactName', { nullable: true }),
      contactTitle: t.exposeString('contactTitle', { nullable: true }),
      email: t.exposeString('email', { nullable: true }),
      phone: t.exposeString('phone', { nullable: true, description: 'E.164' }),
      phoneRaw: t.exposeString('phoneRaw', { nullable: true, description: 'As it was written' }),
      address: t.exposeString('address', { nullable: true }),
      city: t.exposeString('city', { nullable: true }),
      region: t.exposeString('region', { nullable: true }),
      postalCode: t.exposeString('postalCode', { nullable: true }),
      country: t.exposeString('country', { nullable: true }),
      createdAt: t.expose('createdAt', { type: 'DateTime' }),
      updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
      stage: t.relatedRow({ type: stage, key: 'stageId', query: salesStageById, of: 'id' }),
      activities: t.relatedRows({
        type: activity,
        description: 'The latest ones first',
        permission: 'crm.activities.read',
        args: { first: t.arg.int({ defaultValue: 10, required: true, description: '1 to 50' }) },
        key: 'id',
        query: latestActivities,
        of: 'customerId',
        values: ({ first }) => ({ limit: Math.min(Math.max(first, 1), 50) }),
      }),
    }),
  })
  return customer
}
