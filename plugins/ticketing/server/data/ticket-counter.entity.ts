import { defineEntity } from '@wasla/sdk'

/** The last ticket number of an organization: one row each, so that numbers have no gaps and no doubles. */
export const TicketCounter = defineEntity({
  name: 'TicketCounter',
  tableName: 'ticket_counters',
  properties: (p) => ({ last: p.integer() }),
  uniques: [[]],
})
