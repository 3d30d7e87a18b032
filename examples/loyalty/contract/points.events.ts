import { z } from 'zod'
import { defineEvent } from '@wasla/sdk'

/** Points were earned, spent or lost; `balance` is what the customer has now. */
export const pointsBooked = defineEvent({
  name: 'loyalty.points.booked',
  version: 1,
  payload: z.strictObject({ customerId: z.uuid(), points: z.int(), balance: z.int().min(0) }),
})
