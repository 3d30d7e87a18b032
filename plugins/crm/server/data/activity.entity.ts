import { columnsOf, defineEntity } from '@wasla/sdk'
import { activitySchema } from '../../contract/activity.schema.ts'

export const Activity = defineEntity({
  name: 'Activity',
  tableName: 'activities',
  properties: () => columnsOf(activitySchema),
  indexes: [
    ['customerId', 'occurredAt', 'id'],
    ['occurredAt', 'id'],
  ],
})
