import { defineSubscriber } from '@wasla/sdk'
import { orderTold } from './order.events.ts'
import { pageViews } from './page-views.meter.ts'

export const countOrders = defineSubscriber({
  name: 'showcase.count-orders',
  event: orderTold,
  handle: async (ctx, { id, payload }) => {
    await ctx.db.write(async (unit) => unit.meter(pageViews, 1, `order ${payload.orderId} by ${id}`))
  },
})
