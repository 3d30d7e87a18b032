import { TicketList } from './ticket-list.tsx'

/** The newest open tickets, for the dashboard. */
export function OpenTickets() {
  return <TicketList query={{ status: 'open', limit: 5 }} />
}
