import { definePlugin } from '@wasla/sdk'
import { pointsBooked } from './contract/points.events.ts'
import { entities } from './server/data/entities.ts'
import { loyaltySchema } from './server/graphql/loyalty.schema.ts'
import { pointsRoutes } from './server/http/points.routes.ts'
import { expirePoints, nightlyExpiry } from './server/jobs/expire-points.job.ts'
import { loyaltyPrivacy } from './server/loyalty.privacy.ts'
import { loyaltySettings } from './server/loyalty.settings.ts'
import { welcomeCustomer } from './server/subscribers/welcome-customer.subscriber.ts'

export const loyalty = definePlugin({
  settings: loyaltySettings,
  entities,
  events: [pointsBooked],
  subscribers: [welcomeCustomer],
  jobs: [expirePoints],
  schedules: [nightlyExpiry],
  routes: [pointsRoutes],
  graphql: loyaltySchema,
  privacy: loyaltyPrivacy,
})
