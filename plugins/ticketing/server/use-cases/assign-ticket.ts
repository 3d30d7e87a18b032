import { memberDirectory } from '@wasla/sdk'
import { ticketAssigned } from '../../contract/ticket.events.ts'
import type { TicketRow } from '../../contract/ticket.schema.ts'
import type { TicketingContext } from '../data/entities.ts'
import { Ticket } from '../data/ticket.entity.ts'
import { ticketAssignedToYou } from '../ticket-assigned.notification.ts'
import { assigneeUnknown, ticketNotFound } from '../ticketing.errors.ts'
import { getTicket } from './get-ticket.ts'

/**
 * Gives a ticket to a member, or takes it back.
 * @throws not-found `ticketing.ticket_not_found`; conflict `stale_version`; invalid `ticketing.assignee_unknown`
 */
export async function assignTicket(
  ctx: TicketingContext,
  id: string,
  assigneeId: string | null,
  version?: number,
): Promise<TicketRow> {
  ctx.authorize('ticketing.tickets.write')
  if (assigneeId !== null) {
    const [member] = await ctx.use(memberDirectory).byIds([assigneeId])
    if (member === undefined) throw assigneeUnknown()
  }
  await ctx.db.write(async (unit) => {
    const ticket = await unit.findOne(Ticket, { id }, { version })
    if (ticket === null) throw ticketNotFound()
    if (ticket.assigneeId === assigneeId) return
    ticket.assigneeId = assigneeId
    await unit.flush()
    unit.emit(ticketAssigned, { ticketId: id, version: ticket.version, assigneeId })
    if (assigneeId !== null && assigneeId !== ctx.principal.id) {
      unit.notify(
        ticketAssignedToYou,
        { userIds: [assigneeId] },
        { ticketId: id, number: ticket.number, subject: ticket.subject },
      )
    }
  })
  return getTicket(ctx, id)
}
