import { defineEntity } from '@wasla/sdk'

/** The ledger: lines are added and never changed, but for whom privacy forgets. */
export const PointsEntry = defineEntity({
  name: 'LoyaltyPointsEntry',
  tableName: 'points_entries',
  properties: (p) => ({
    /** A customer of the CRM: another module's record, so no foreign key. */
    customerId: p.uuid(),
    points: p.integer(),
    reason: p.text(),
    bookedById: p.uuid().nullable(),
  }),
  indexes: [
    ['customerId', 'id'],
    ['bookedById', 'id'],
  ],
})
