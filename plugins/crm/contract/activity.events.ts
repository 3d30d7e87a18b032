import { z } from 'zod'
import { defineEvent } from '@wasla/sdk'
import { activityKinds } from './activity.schema.ts'

/** Something that happened with a customer was noted. */
export const activityAdded = defineEvent({
  name: 'crm.activity.added',
  version: 1,
  payload: z.strictObject({
    activityId: z.uuid(),
    customerId: z.uuid(),
    kind: z.enum(activityKinds),
    authorId: z.uuid().nullable(),
  }),
})
