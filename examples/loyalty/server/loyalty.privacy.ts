import type { PrivacyDefinition } from '@wasla/sdk'
import type { LoyaltySystem } from './data/entities.ts'

/** Who a customer is, only the CRM knows; here a person is the member who booked. */
export const loyaltyPrivacy: PrivacyDefinition = {
  async export(ctx: LoyaltySystem, { userId }) {
    if (userId === undefined) return []
    const records = await ctx.db.read((sql) =>
      sql
        .selectFrom('points_entries')
        .select(['customerId', 'points', 'reason', 'createdAt'])
        .where('bookedById', '=', userId),
    )
    return [{ type: 'points', records }]
  },

  async erase(ctx: LoyaltySystem, { userId }) {
    if (userId === undefined) return []
    const entries = await ctx.db.write((unit) =>
      unit.execute((sql) =>
        sql
          .updateTable('points_entries')
          .set({ bookedById: null })
          .where('bookedById', '=', userId)
          .returning('id'),
      ),
    )
    return [{ type: 'points', erased: 0, anonymised: entries.length, kept: [] }]
  },
}
