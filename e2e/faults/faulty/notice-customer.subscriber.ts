import { customerCreated } from '@wasla/plugin-crm/contract'
import { defineSubscriber } from '@wasla/sdk'

/** What is written must also arrive here, once; the platform keeps account of it. */
export const noticeCustomer = defineSubscriber({
  name: 'faulty.notice-customer',
  event: customerCreated,
  handle: async () => {},
})
