import { customerCreated } from '@wasla/plugin-crm/contract'
import { defineSubscriber } from '@wasla/sdk'

/** With ticketing's, the second subscriber of a new customer. */
export const noticeCustomer = defineSubscriber({
  name: 'probe.notice-customer',
  event: customerCreated,
  handle: async () => {},
})
