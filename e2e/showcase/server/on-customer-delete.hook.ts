import { beforeCustomerDelete } from '@wasla/plugin-crm/contract'
import { onHook } from '@wasla/sdk'
import { trace } from './lifecycle-trace.ts'

/** Takes no part, but shows that a hook of an optional dependency may be registered, and runs in its order. */
export const onCustomerDelete = onHook(
  beforeCustomerDelete,
  async (_ctx, { payload }) => void trace.push(`hook ${payload.customerId}`),
  { order: -1 },
)
