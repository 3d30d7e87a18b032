import { z } from 'zod'

export const ticketingSettings = z.object({
  closeAfterDays: z
    .int()
    .min(1)
    .max(365)
    .default(7)
    .describe('Resolved tickets are closed after so many days'),
  welcomeTicket: z
    .boolean()
    .default(false)
    .describe('Open a ticket for every new customer, so that somebody says welcome'),
})
