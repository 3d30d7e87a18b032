import { defineAdmin } from '@wasla/sdk/admin'
import type {} from '../contract/permissions.ts'
import type { Ticket } from './components/ticket.tsx'

const reading = 'ticketing.tickets.read'
const writing = 'ticketing.tickets.write'

export const admin = defineAdmin({
  locales: { ar: () => import('./locales/ar.json'), en: () => import('./locales/en.json') },
  nav: [{ path: '', label: 'tickets.title', icon: 'ticket', permission: reading }],
  routes: [
    { path: '', permission: reading, load: async () => (await import('./tickets.page.tsx')).TicketsPage },
    { path: 'board', permission: reading, load: async () => (await import('./board.page.tsx')).BoardPage },
    {
      path: 'new',
      permission: writing,
      load: async () => (await import('./new-ticket.page.tsx')).NewTicketPage,
    },
    { path: '$id', permission: reading, load: async () => (await import('./ticket.page.tsx')).TicketPage },
  ],
  slots: [
    {
      slot: 'crm.customer.detail/v1',
      permission: reading,
      load: async () => (await import('./components/customer-tickets.tsx')).CustomerTickets,
    },
  ],
  commands: [{ id: 'new', label: 'tickets.new', path: 'new', icon: 'plus', permission: writing }],
  records: [
    {
      label: 'tickets.title',
      endpoint: '/tickets',
      permission: reading,
      entry: ({ id, number, subject }: Ticket) => ({ title: subject, detail: `#${number}`, path: id }),
    },
  ],
  widgets: [
    {
      id: 'open',
      title: 'widget.open',
      permission: reading,
      load: async () => (await import('./components/open-tickets.tsx')).OpenTickets,
    },
  ],
})
