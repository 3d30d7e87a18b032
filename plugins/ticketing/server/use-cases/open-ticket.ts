import { customerDirectory } from '@wasla/plugin-crm/contract'
import { ticketOpened } from '../../contract/ticket.events.ts'
import type { NewTicket, TicketRow } from '../../contract/ticket.schema.ts'
import type { TicketingContext, TicketingTenant, TicketingUnit } from '../data/entities.ts'
import { customerUnknown } from '../ticketing.errors.ts'

/** @throws invalid `ticketing.customer_unknown` */
export async function openTicket(ctx: TicketingContext, input: NewTicket): Promise<TicketRow> {
  ctx.authorize('ticketing.tickets.write')
  if (input.customerId != null) await requireCustomer(ctx, input.customerId)
  return ctx.db.write((unit) => insertTicket(unit, { ...input, openedById: ctx.principal.id }))
}

async function requireCustomer(ctx: TicketingTenant, customerId: string): Promise<void> {
  const [customer] = await ctx.use(customerDirectory).byIds([customerId])
  if (customer === undefined) throw customerUnknown()
}

/** Inserts a ticket under the organization's next number, links it to its customer and announces it. */
export async function insertTicket(
  unit: TicketingUnit,
  ticket: NewTicket & { openedById: string | null },
): Promise<TicketRow> {
  const [counter] = await unit.execute((sql) =>
    sql
      .insertInto('ticket_counters')
      .values({ last: 1 })
      .onConflict((conflict) =>
        conflict
          .column('organizationId')
          .doUpdateSet((row) => ({ last: row('ticket_counters.last', '+', 1) })),
      )
      .returning('last'),
  )
  const [inserted] = await unit.execute((sql) =>
    sql
      .insertInto('tickets')
      .values({ ...ticket, number: counter?.last ?? 1 })
      .returningAll(),
  )
  const row = inserted as TicketRow
  if (row.customerId !== null) {
    await unit.link(
      'concerns',
      { plugin: 'ticketing', type: 'Ticket', id: row.id },
      { plugin: 'crm', type: 'Customer', id: row.customerId },
    )
  }
  unit.emit(ticketOpened, {
    ticketId: row.id,
    version: row.version,
    number: row.number,
    customerId: row.customerId,
  })
  return row
}
