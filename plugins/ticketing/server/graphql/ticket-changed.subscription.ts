import type { ChangeOf, PluginSchemaBuilder } from '@wasla/sdk'
import type {} from '../../contract/graphql.ts'
import { ticketAssigned, ticketOpened, ticketStatusChanged } from '../../contract/ticket.events.ts'
import { getTicket } from '../use-cases/get-ticket.ts'

const ticketEvents = [ticketOpened, ticketAssigned, ticketStatusChanged] as const

/** `ticketChanged`: tickets as they are opened, assigned and moved on, read again under the reader's own rights. */
export function addTicketChanged(builder: PluginSchemaBuilder): void {
  const change = builder.objectRef<ChangeOf<typeof ticketEvents>>('TicketChange').implement({
    interfaces: ['Change'],
    description: 'Something happened to a ticket.',
    fields: (t) => ({
      ticketId: t.id({ nullable: true, resolve: (event) => event.id('ticketId') }),
      ticket: t.field({
        type: 'Ticket',
        nullable: true,
        description: 'As it is now; null when it is gone or not the reader’s to see',
        resolve: (event, _args, ctx) => event.read('ticketId', (id) => getTicket(ctx, id)),
      }),
    }),
  })
  builder.subscriptionField('ticketChanged', (t) =>
    t.changes({ type: change, permission: 'ticketing.tickets.read', events: ticketEvents }),
  )
}
