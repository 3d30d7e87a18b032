import { definePlugin } from '@wasla/sdk'
import { countAgain, countOnce, shotFired } from './burst.events.ts'
import { burstRoutes } from './burst.routes.ts'
import { noticeCustomer } from './notice-customer.subscriber.ts'
import { pingRoutes } from './ping.routes.ts'

export const probe = definePlugin({
  events: [shotFired],
  subscribers: [noticeCustomer, countOnce, countAgain],
  routes: [pingRoutes, burstRoutes],
})
