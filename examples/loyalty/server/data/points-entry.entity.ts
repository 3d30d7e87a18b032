import { columnsOf, defineEntity } from '@wasla/sdk'
import { pointsEntrySchema } from '../../contract/points.schema.ts'

/** The ledger: lines are added and never changed, but for whom privacy forgets. */
export const PointsEntry = defineEntity({
  name: 'LoyaltyPointsEntry',
  tableName: 'points_entries',
  properties: () => columnsOf(pointsEntrySchema),
  indexes: [
    ['customerId', 'id'],
    ['bookedById', 'id'],
  ],
})
