import { z } from 'zod'
import { decodeCursor, toPage, type Page, type PageQuery } from '@wasla/sdk'
import type { CommentRow } from '../../contract/comment.schema.ts'
import type { TicketingTenant } from './entities.ts'

/** What was said on a ticket, in order. */
export async function readComments(
  ctx: TicketingTenant,
  ticketId: string,
  page: PageQuery,
): Promise<Page<CommentRow>> {
  const rows = await ctx.db.read((sql) => {
    const query = sql
      .selectFrom('comments')
      .selectAll()
      .where('ticketId', '=', ticketId)
      .orderBy('id')
      .limit(page.limit + 1)
    if (page.cursor === undefined) return query
    const [id] = decodeCursor(page.cursor, z.tuple([z.uuid()]))
    return query.where('id', '>', id)
  })
  return toPage(rows, page.limit, (row) => [row.id])
}
