import type { TicketRow } from '../../contract/ticket.schema.ts'
import type { TicketingTenant } from '../data/entities.ts'
import { ticketNotFound } from '../ticketing.errors.ts'

/** @throws not-found `ticketing.ticket_not_found` */
export async function getTicket(ctx: TicketingTenant, id: string): Promise<TicketRow> {
  const row = await ctx.db.readFirst((sql) => sql.selectFrom('tickets').selectAll().where('id', '=', id))
  if (row === undefined) throw ticketNotFound()
  return row
}
