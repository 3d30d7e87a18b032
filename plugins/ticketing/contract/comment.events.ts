import { z } from 'zod'
import { defineEvent } from '@wasla/sdk'

/** Something was said on a ticket; what is `internal` is not for the customer's eyes. */
export const commentAdded = defineEvent({
  name: 'ticketing.comment.added',
  version: 1,
  payload: z.strictObject({
    commentId: z.uuid(),
    ticketId: z.uuid(),
    internal: z.boolean(),
    authorId: z.uuid().nullable(),
  }),
  readPermission: 'ticketing.tickets.read',
})
