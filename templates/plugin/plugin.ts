import { definePlugin } from '@wasla/sdk'
import { sampleItemCreated } from './contract/sample-item.events.ts'
import { acmeSamplePrivacy } from './server/acme-sample.privacy.ts'
import { acmeSampleSettings } from './server/acme-sample.settings.ts'
import { entities } from './server/data/entities.ts'
import { sampleItemSchema } from './server/graphql/sample-item.schema.ts'
import { sampleItemRoutes } from './server/http/sample-item.routes.ts'
import { archiveSampleItems, nightlyArchiving } from './server/jobs/archive-sample-items.job.ts'
import { announceSampleItem } from './server/subscribers/announce-sample-item.subscriber.ts'

export const acmeSample = definePlugin({
  settings: acmeSampleSettings,
  entities,
  events: [sampleItemCreated],
  subscribers: [announceSampleItem],
  jobs: [archiveSampleItems],
  schedules: [nightlyArchiving],
  routes: [sampleItemRoutes],
  graphql: sampleItemSchema,
  privacy: acmeSamplePrivacy,
})
