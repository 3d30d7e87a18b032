import { ticketStatusChanged } from '../../contract/ticket.events.ts'
import type { TicketChanges, TicketRow } from '../../contract/ticket.schema.ts'
import type { TicketingContext } from '../data/entities.ts'
import { Ticket } from '../data/ticket.entity.ts'
import { ticketNotFound } from '../ticketing.errors.ts'
import { getTicket } from './get-ticket.ts'

/** @throws not-found `ticketing.ticket_not_found`; conflict `stale_version` */
export async function updateTicket(
  ctx: TicketingContext,
  id: string,
  changes: TicketChanges,
  version?: number,
): Promise<TicketRow> {
  ctx.authorize('ticketing.tickets.write')
  await ctx.db.write(async (unit) => {
    const ticket = await unit.findOne(Ticket, { id }, { version })
    if (ticket === null) throw ticketNotFound()
    const from = ticket.status
    Object.assign(ticket, changes)
    if (ticket.status === from) return
    ticket.resolvedAt =
      ticket.status === 'resolved' ? new Date() : ticket.status === 'closed' ? ticket.resolvedAt : null
    await unit.flush()
    unit.emit(ticketStatusChanged, { ticketId: id, version: ticket.version, from, to: ticket.status })
  })
  return getTicket(ctx, id)
}
