import { z } from 'zod'

export const commentSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  ticketId: z.uuid(),
  body: z.string(),
  internal: z.boolean().describe('Seen by members only, never by the customer'),
  authorId: z.uuid().nullable(),
  createdAt: z.date(),
})

export type CommentRow = z.output<typeof commentSchema>

export const newCommentSchema = z.strictObject({
  body: z.string().trim().min(1).max(20_000),
  internal: z.boolean().default(false),
})

export type NewComment = z.output<typeof newCommentSchema>
