import { customerCreated } from '@wasla/plugin-crm/contract'
import { defineSubscriber } from '@wasla/sdk'
import { ticketingSettings } from '../ticketing.settings.ts'
import { insertTicket } from '../use-cases/open-ticket.ts'

/** Opens a ticket for a new customer, where the organization wishes it. Imported customers are no news. */
export const welcomeNewCustomer = defineSubscriber({
  name: 'ticketing.welcome-new-customer',
  event: customerCreated,
  handle: async (ctx, { payload }) => {
    const { welcomeTicket } = await ctx.settings(ticketingSettings)
    if (!welcomeTicket || payload.source === 'import') return
    await ctx.db.write((unit) =>
      insertTicket(unit, {
        subject: `Welcome ${payload.companyName}`,
        priority: 'normal',
        customerId: payload.customerId,
        openedById: null,
      }),
    )
  },
})
