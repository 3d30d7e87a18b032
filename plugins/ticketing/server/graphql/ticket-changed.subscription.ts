import type { Change, PluginSchemaBuilder } from '@wasla/sdk'
import type {} from '../../contract/graphql.ts'
import { ticketAssigned, ticketOpened, ticketStatusChanged } from '../../contract/ticket.events.ts'
import { getTicket } from '../use-cases/get-ticket.ts'

/** `ticketChanged`: tickets as they are opened, assigned and moved on, read again under the reader's own rights. */
export function addTicketChanged(builder: PluginSchemaBuilder): void {
  const change = builder.objectRef<Change>('TicketChange').implement({
    interfaces: ['Change'],
    description: 'Something happened to a ticket.',
    fields: (t) => ({
      ticketId: t.id({ nullable: true, resolve: ({ ids }) => ids['ticketId']?.toString() }),
      ticket: t.field({
        type: 'Ticket',
        nullable: true,
        description: 'As it is now; null when it is gone or not the reader’s to see',
        resolve: (event, _args, ctx) => event.read('ticketId', (id) => getTicket(ctx, id)),
      }),
    }),
  })
  builder.subscriptionField('ticketChanged', (t) =>
    t.field({
      type: change,
      permission: 'ticketing.tickets.read',
      args: { after: t.arg.string({ description: 'The `cursor` of the last change that was read' }) },
      subscribe: (_root, { after }, ctx) =>
        ctx.changes([ticketOpened, ticketAssigned, ticketStatusChanged], { after }),
      resolve: (event) => event,
    }),
  )
}
