import { z } from 'zod'
import { defineEvent } from '@wasla/sdk'

/** A shop outside told of an order. */
export const orderTold = defineEvent({
  name: 'showcase.order.told',
  version: 1,
  payload: z.strictObject({ orderId: z.string() }),
})
