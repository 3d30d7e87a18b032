import type {} from './permissions.ts'
export { commentAdded } from './comment.events.ts'
export { ticketAssigned, ticketOpened, ticketStatusChanged } from './ticket.events.ts'
export { ticketPriorities, ticketSchema, ticketStatuses, type TicketRow } from './ticket.schema.ts'
