import { z } from 'zod'
import { defineWebhook } from '@wasla/sdk'
import { orderTold } from './order.events.ts'
import { pageSlug } from './page-slug.address.ts'
import { signer } from './signer.ts'

/** One delivery for the orders of many pages, as providers with one address for all their customers send it. */
export const ordersWebhook = defineWebhook({
  name: 'showcase.orders',
  path: '/hooks/orders',
  address: pageSlug,
  body: z.object({ orders: z.array(z.object({ id: z.string(), page: z.string() })) }),
  verify: (ctx, { rawBody, headers }) => ctx.use(signer).verify(rawBody, String(headers['x-signature'])),
  messages: ({ orders }) => orders.map(({ id, page }) => ({ address: page, id, payload: { orderId: id } })),
  event: orderTold,
})
