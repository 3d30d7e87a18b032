import { beforeCustomerDelete } from '@wasla/plugin-crm/contract'
import { onHook } from '@wasla/sdk'

/** Takes no part, but shows that a hook of an optional dependency may be registered. */
export const onCustomerDelete = onHook(beforeCustomerDelete, async (ctx, { payload }) => {
  ctx.log.debug({ customer: payload.customerId }, 'A customer is about to be deleted.')
})
