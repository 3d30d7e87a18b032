import { defineEntity } from '@wasla/sdk'
import type { SampleItemStatus } from '../../contract/sample-item.schema.ts'

export const SampleItem = defineEntity({
  name: 'SampleItem',
  tableName: 'sample_items',
  properties: (p) => ({
    name: p.text(),
    note: p.text().nullable(),
    status: p.text().$type<SampleItemStatus>().default('active'),
    createdById: p.uuid().nullable(),
    announcedAt: p.datetime().nullable(),
  }),
  indexes: [
    ['status', 'id'],
    ['createdById', 'id'],
  ],
})
