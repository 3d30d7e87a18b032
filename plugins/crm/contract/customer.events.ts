import { z } from 'zod'
import { defineEvent } from '@wasla/sdk'

const customerId = z.uuid()
const version = z.int().positive()

// Events of one customer arrive in the order of its versions.
const order = (payload: { customerId: string; version: number }) => ({
  aggregate: payload.customerId,
  version: payload.version,
})

/** A customer was added, by hand, by a program or by an import. */
export const customerCreated = defineEvent({
  name: 'crm.customer.created',
  version: 1,
  payload: z.strictObject({
    customerId,
    version,
    companyName: z.string(),
    source: z.enum(['api', 'import']),
  }),
  order,
})

/** A customer was changed; `changed` names the properties. */
export const customerUpdated = defineEvent({
  name: 'crm.customer.updated',
  version: 1,
  payload: z.strictObject({ customerId, version, changed: z.array(z.string()) }),
  order,
})

/** A customer is gone, with its activities. */
export const customerDeleted = defineEvent({
  name: 'crm.customer.deleted',
  version: 1,
  payload: z.strictObject({ customerId, version }),
  order,
})
