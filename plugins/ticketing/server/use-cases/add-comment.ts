import type { CommentRow, NewComment } from '../../contract/comment.schema.ts'
import type { TicketingContext } from '../data/entities.ts'
import { getTicket } from './get-ticket.ts'

/** @throws not-found `ticketing.ticket_not_found` */
export async function addComment(
  ctx: TicketingContext,
  ticketId: string,
  input: NewComment,
): Promise<CommentRow> {
  ctx.authorize('ticketing.tickets.write')
  await getTicket(ctx, ticketId)
  const [comment] = await ctx.db.command((sql) =>
    sql
      .insertInto('comments')
      .values({ ...input, ticketId, authorId: ctx.principal.id })
      .returningAll(),
  )
  return comment as CommentRow
}
