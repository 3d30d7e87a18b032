import { z } from 'zod'
import { defineEvent } from '@wasla/sdk'

/** A sample item was added. Events of one item arrive in the order of its versions. */
export const sampleItemCreated = defineEvent({
  name: 'acme-sample.sample-item.created',
  version: 1,
  payload: z.strictObject({ sampleItemId: z.uuid(), version: z.int().positive(), name: z.string() }),
  order: ({ sampleItemId, version }) => ({ aggregate: sampleItemId, version }),
})
