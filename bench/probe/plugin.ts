import { definePlugin } from '@wasla/sdk'
import { noticeCustomer } from './notice-customer.subscriber.ts'
import { pingRoutes } from './ping.routes.ts'

export const probe = definePlugin({
  subscribers: [noticeCustomer],
  routes: [pingRoutes],
})
