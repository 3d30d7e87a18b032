import { commentAdded } from '../../contract/comment.events.ts'
import type { CommentRow, NewComment } from '../../contract/comment.schema.ts'
import type { TicketingContext } from '../data/entities.ts'
import { getTicket } from './get-ticket.ts'

/** Says something on a ticket. @throws not-found `ticketing.ticket_not_found` */
export async function addComment(
  ctx: TicketingContext,
  ticketId: string,
  input: NewComment,
): Promise<CommentRow> {
  ctx.authorize('ticketing.tickets.write')
  await getTicket(ctx, ticketId)
  const [comment] = await ctx.db.command(
    (sql) =>
      sql
        .insertInto('comments')
        .values({ ...input, ticketId, authorId: ctx.principal.id })
        .returningAll(),
    (rows, outbox) => {
      for (const { id, internal, authorId } of rows)
        outbox.emit(commentAdded, { commentId: id, ticketId, internal, authorId })
    },
  )
  return comment as CommentRow
}
