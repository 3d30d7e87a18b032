import type { TicketRow } from './ticket.schema.ts'

declare module '@wasla/sdk' {
  interface GraphqlObjects {
    Ticket: TicketRow
  }
}
