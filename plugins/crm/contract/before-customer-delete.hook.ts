import { z } from 'zod'
import { defineHookPoint } from '@wasla/sdk'

/** Asked before a customer is deleted; a veto keeps it. */
export const beforeCustomerDelete = defineHookPoint(
  'crm.before-customer-delete',
  z.strictObject({ customerId: z.uuid() }),
)
