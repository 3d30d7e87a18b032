import { columnsOf, defineEntity } from '@wasla/sdk'
import { sampleItemSchema, type SampleItemStatus } from '../../contract/sample-item.schema.ts'

/** Stores what the contract answers; what stays inside would be one more property here. */
export const SampleItem = defineEntity({
  name: 'SampleItem',
  tableName: 'sample_items',
  properties: (p) => ({
    ...columnsOf(sampleItemSchema),
    status: p.text().$type<SampleItemStatus>().default('active'),
  }),
  indexes: [
    ['status', 'id'],
    ['createdById', 'id'],
  ],
})
