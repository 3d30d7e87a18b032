import { columnsOf, defineEntity } from '@wasla/sdk'
import { ticketSchema, type TicketStatus } from '../../contract/ticket.schema.ts'

export const Ticket = defineEntity({
  name: 'Ticket',
  tableName: 'tickets',
  properties: (p) => ({
    ...columnsOf(ticketSchema),
    status: p.text().$type<TicketStatus>().default('open'),
  }),
  uniques: [['number']],
  indexes: [
    ['status', 'id'],
    ['customerId', 'id'],
    ['assigneeId', 'id'],
  ],
})
