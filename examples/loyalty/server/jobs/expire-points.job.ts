import { z } from 'zod'
import { defineJob, defineSchedule } from '@wasla/sdk'
import type { LoyaltySystem } from '../data/entities.ts'
import { loyaltySettings } from '../loyalty.settings.ts'
import { book } from '../use-cases/book-points.ts'

const DAY = 24 * 60 * 60 * 1000
const BATCH = 500

/** Takes the points of accounts that have rested too long. */
export const expirePoints = defineJob({
  name: 'loyalty.expire-points',
  payload: z.strictObject({}),
  perOrganization: 1,
  run: async (ctx: LoyaltySystem) => {
    const { expireAfterDays } = await ctx.settings(loyaltySettings)
    const before = new Date(ctx.now().getTime() - expireAfterDays * DAY)
    let expired = 0
    for (let batch = BATCH; batch === BATCH; expired += batch) {
      batch = await ctx.db.write(async (unit) => {
        const resting = await unit.execute((sql) =>
          sql
            .selectFrom('accounts')
            .select(['customerId', 'balance'])
            .where('balance', '>', 0)
            .where('updatedAt', '<', before)
            .limit(BATCH)
            .forUpdate()
            .skipLocked(),
        )
        for (const { customerId, balance } of resting)
          await book(unit, customerId, { points: -balance, reason: 'Expired' }, null)
        return resting.length
      })
    }
    return { expired }
  },
})

export const nightlyExpiry = defineSchedule({
  name: 'loyalty.nightly-expiry',
  job: expirePoints,
  cron: '0 2 * * *',
  payload: {},
})
