import { definePlugin } from '@wasla/sdk'
import { commentAdded } from './contract/comment.events.ts'
import { ticketAssigned, ticketOpened, ticketStatusChanged } from './contract/ticket.events.ts'
import { entities } from './server/data/entities.ts'
import { ticketingSchema } from './server/graphql/ticketing.schema.ts'
import { commentRoutes } from './server/http/comment.routes.ts'
import { ticketRoutes } from './server/http/ticket.routes.ts'
import { closeResolvedTickets, nightlyClosing } from './server/jobs/close-resolved-tickets.job.ts'
import { forgetDeletedCustomer } from './server/subscribers/forget-deleted-customer.subscriber.ts'
import { welcomeNewCustomer } from './server/subscribers/welcome-new-customer.subscriber.ts'
import { keepCustomersWithOpenTickets } from './server/keep-customers-with-open-tickets.hook.ts'
import { ticketAssignedToYou } from './server/ticket-assigned.notification.ts'
import { ticketingPrivacy } from './server/ticketing.privacy.ts'
import { ticketingSettings } from './server/ticketing.settings.ts'

export const ticketing = definePlugin({
  settings: ticketingSettings,
  entities,
  events: [ticketOpened, ticketAssigned, ticketStatusChanged, commentAdded],
  subscribers: [welcomeNewCustomer, forgetDeletedCustomer],
  hooks: [keepCustomersWithOpenTickets],
  jobs: [closeResolvedTickets],
  schedules: [nightlyClosing],
  routes: [ticketRoutes, commentRoutes],
  graphql: ticketingSchema,
  notifications: [ticketAssignedToYou],
  search: [{ table: 'tickets', columns: ['subject', 'description'] }],
  privacy: ticketingPrivacy,
})
