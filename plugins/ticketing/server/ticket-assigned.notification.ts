import { defineNotification } from '@wasla/sdk'
import { z } from 'zod'

/** Told to whom a ticket was given, by somebody else. */
export const ticketAssignedToYou = defineNotification({
  name: 'ticketing.ticket-assigned',
  title: { en: 'A ticket was assigned to you', ar: 'أُسندت إليك تذكرة' },
  payload: z.strictObject({ ticketId: z.uuid(), number: z.int(), subject: z.string() }),
  body: ({ number, subject }, language) =>
    language === 'ar' ? `التذكرة رقم ${number}: ${subject}` : `Ticket ${number}: ${subject}`,
  link: ({ ticketId }) => `/admin/ticketing/${ticketId}`,
})
