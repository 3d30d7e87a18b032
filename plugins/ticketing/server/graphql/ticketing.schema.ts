import type {} from '@wasla/plugin-crm/contract'
import { validate, type PluginSchemaBuilder } from '@wasla/sdk'
import type {} from '../../contract/graphql.ts'
import type { TicketRow } from '../../contract/ticket.schema.ts'
import { pageOfTickets, ticketFilter } from '../data/ticket-list.view.ts'
import { newestTickets } from '../data/newest-tickets.view.ts'
import { getTicket } from '../use-cases/get-ticket.ts'
import { addTicketChanged } from './ticket-changed.subscription.ts'
import { defineTicketEnums } from './ticket-enums.ts'
import { addTicketMutations } from './ticket.mutations.ts'

export function ticketingSchema(builder: PluginSchemaBuilder): void {
  const enums = defineTicketEnums(builder)
  const { status, priority } = enums
  const ticket = builder.objectRef<TicketRow>('Ticket')
  builder.node(ticket, {
    description: 'A request that somebody answers.',
    permission: 'ticketing.tickets.read',
    id: { resolve: ({ id }) => id },
    loadWithoutCache: (id, ctx) => getTicket(ctx, id),
    fields: (t) => ({
      rowId: t.exposeID('id', { description: 'The id as REST knows it' }),
      version: t.exposeInt('version'),
      number: t.exposeInt('number'),
      subject: t.exposeString('subject'),
      description: t.exposeString('description', { nullable: true }),
      status: t.expose('status', { type: status }),
      priority: t.expose('priority', { type: priority }),
      assigneeId: t.exposeID('assigneeId', { nullable: true }),
      createdAt: t.expose('createdAt', { type: 'DateTime' }),
    }),
  })

  builder.objectField('Customer', 'tickets', (t) =>
    t.relatedRows({
      type: ticket,
      description: 'The newest ones first',
      permission: 'ticketing.tickets.read',
      args: { first: t.arg.int({ defaultValue: 10, required: true, description: '1 to 50' }) },
      key: 'id',
      query: newestTickets,
      of: 'customerId',
      values: ({ first }) => ({ limit: Math.min(Math.max(first, 1), 50) }),
    }),
  )

  builder.queryField('tickets', (t) =>
    t.pageConnection({
      type: ticket,
      permission: 'ticketing.tickets.read',
      args: { status: t.arg({ type: status }), search: t.arg.string() },
      position: ['id'],
      resolve: (_parent, { first, after, ...filter }) =>
        pageOfTickets(
          validate(ticketFilter, {
            limit: first,
            cursor: after ?? undefined,
            status: filter.status ?? undefined,
            search: filter.search ?? undefined,
          }),
        ),
    }),
  )

  addTicketChanged(builder)
  addTicketMutations(builder, enums)
}
