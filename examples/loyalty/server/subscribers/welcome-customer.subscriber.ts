import { customerCreated } from '@wasla/plugin-crm/contract'
import { defineSubscriber } from '@wasla/sdk'
import { loyaltySettings } from '../loyalty.settings.ts'
import { book } from '../use-cases/book-points.ts'

/** Gives a new customer its first points, once, however often the event is delivered. */
export const welcomeCustomer = defineSubscriber({
  name: 'loyalty.welcome-customer',
  event: customerCreated,
  handle: async (ctx, { payload }) => {
    const { welcomePoints } = await ctx.settings(loyaltySettings)
    if (welcomePoints === 0) return
    await ctx.db.write((unit) =>
      book(unit, payload.customerId, { points: welcomePoints, reason: 'Welcome' }, null),
    )
  },
})
