import { customerDeleted } from '@wasla/plugin-crm/contract'
import { defineSubscriber } from '@wasla/sdk'

/** Tickets outlive their customer; they no longer point at it. */
export const forgetDeletedCustomer = defineSubscriber({
  name: 'ticketing.forget-deleted-customer',
  event: customerDeleted,
  handle: async (ctx, { payload }) => {
    await ctx.db.write(async (unit) => {
      await unit.execute((sql) =>
        sql
          .updateTable('tickets')
          .set({ customerId: null })
          .where('customerId', '=', payload.customerId)
          .returning('id'),
      )
    })
  },
})
