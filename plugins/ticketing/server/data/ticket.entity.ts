import { defineEntity } from '@wasla/sdk'
import type { TicketPriority, TicketStatus } from '../../contract/ticket.schema.ts'

export const Ticket = defineEntity({
  name: 'Ticket',
  tableName: 'tickets',
  properties: (p) => ({
    number: p.integer(),
    subject: p.text(),
    description: p.text().nullable(),
    status: p.text().$type<TicketStatus>().default('open'),
    priority: p.text().$type<TicketPriority>().default('normal'),
    /** A customer of the CRM: another module's record, so no foreign key. */
    customerId: p.uuid().nullable(),
    assigneeId: p.uuid().nullable(),
    openedById: p.uuid().nullable(),
    resolvedAt: p.datetime().nullable(),
  }),
  uniques: [['number']],
  indexes: [
    ['status', 'id'],
    ['customerId', 'id'],
    ['assigneeId', 'id'],
  ],
})
