import type { PrivacyDefinition } from '@wasla/sdk'
import type { AcmeSampleSystem } from './data/entities.ts'

/** The only person known here is the member who added an item. */
export const acmeSamplePrivacy: PrivacyDefinition = {
  async export(ctx: AcmeSampleSystem, { userId }) {
    if (userId === undefined) return []
    const records = await ctx.db.read((sql) =>
      sql.selectFrom('sample_items').select(['name', 'note', 'createdAt']).where('createdById', '=', userId),
    )
    return [{ type: 'sample-items', records }]
  },

  /** The items stay; who added them is forgotten. */
  async erase(ctx: AcmeSampleSystem, { userId }) {
    if (userId === undefined) return []
    return ctx.db.write(async (unit) => {
      const items = await unit.execute((sql) =>
        sql
          .updateTable('sample_items')
          .set({ createdById: null })
          .where('createdById', '=', userId)
          .returning('id'),
      )
      return [{ type: 'sample-items', erased: 0, anonymised: items.length, kept: [] }]
    })
  },
}
