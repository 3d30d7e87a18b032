import { defineEntity } from '@wasla/sdk'
import type { ActivityKind } from '../../contract/activity.schema.ts'

export const Activity = defineEntity({
  name: 'Activity',
  tableName: 'activities',
  properties: (p) => ({
    customerId: p.uuid(),
    kind: p.text().$type<ActivityKind>(),
    subject: p.text(),
    body: p.text().nullable(),
    occurredAt: p.datetime(),
    authorId: p.uuid().nullable(),
  }),
  indexes: [['customerId', 'occurredAt', 'id']],
})
