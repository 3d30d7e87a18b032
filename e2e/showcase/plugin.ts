import { contribute, definePlugin, entitlements, service } from '@wasla/sdk'
import { pageSlug } from './server/page-slug.address.ts'
import { Currency, Page } from './server/page.entity.ts'
import { onCustomerDelete } from './server/on-customer-delete.hook.ts'
import { inspectionRoutes } from './server/inspection.routes.ts'
import { pageRoutes } from './server/page.routes.ts'
import { pagePrivacy } from './server/page.privacy.ts'
import { pageThemes } from './server/page-themes.ts'
import { pageViews } from './server/page-views.meter.ts'
import { planCheck } from './server/plan-check.ts'
import { showcaseConfig, showcaseSettings } from './server/showcase.settings.ts'
import { showcaseSchema } from './server/showcase.schema.ts'
import { signer, createSigner } from './server/signer.ts'
import { ticker } from './server/ticker.singleton.ts'
import { hourlySweep, sweepPages } from './server/sweep-pages.job.ts'
import { pagePublished } from './server/page.events.ts'
import { countOrders } from './server/count-orders.subscriber.ts'
import { orderTold } from './server/order.events.ts'
import { ordersWebhook } from './server/orders.webhook.ts'
import { countPublished } from './server/count-published.subscriber.ts'
import { lifecycleTrace } from './server/lifecycle-trace.ts'

export const showcase = definePlugin({
  settings: showcaseSettings,
  config: showcaseConfig,
  entities: [Page, Currency],
  services: { signer: service(signer, createSigner) },
  events: [pagePublished, orderTold],
  subscribers: [countPublished, countOrders],
  hooks: [onCustomerDelete],
  extensionPoints: [pageThemes],
  contributes: [contribute(entitlements, planCheck), contribute(pageThemes, { key: 'plain' })],
  jobs: [sweepPages],
  schedules: [hourlySweep],
  singletons: [ticker],
  routes: [pageRoutes, inspectionRoutes],
  webhooks: [ordersWebhook],
  graphql: showcaseSchema,
  addresses: [pageSlug],
  meters: [pageViews],
  search: [{ table: 'pages', columns: ['title'] }],
  privacy: pagePrivacy,
  health: async () => ({ status: 'ok' }),
  lifecycle: lifecycleTrace,
})
