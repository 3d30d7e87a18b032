import { definePlugin, service } from '@wasla/sdk'
import { activityAdded } from './contract/activity.events.ts'
import { beforeCustomerDelete } from './contract/before-customer-delete.hook.ts'
import { customerDirectory } from './contract/customer-directory.ts'
import { customerCreated, customerDeleted, customerUpdated } from './contract/customer.events.ts'
import { crmSettings } from './server/crm.settings.ts'
import { seedSalesStages } from './server/use-cases/seed-sales-stages.ts'
import { entities } from './server/data/entities.ts'
import { customerDirectoryReadModel } from './server/data/customer-directory.read-model.ts'
import { crmSchema } from './server/graphql/crm.schema.ts'
import { activityCalendarRoutes } from './server/http/activity-calendar.routes.ts'
import { activityRoutes } from './server/http/activity.routes.ts'
import { customerRoutes } from './server/http/customer.routes.ts'
import { importRoutes } from './server/http/import.routes.ts'
import { salesStageRoutes } from './server/http/sales-stage.routes.ts'
import { importCustomers } from './server/jobs/import-customers.job.ts'
import { crmPrivacy } from './server/crm.privacy.ts'

export const crm = definePlugin({
  settings: crmSettings,
  entities,
  services: {
    customerDirectory: service(customerDirectory, () => customerDirectoryReadModel),
  },
  events: [customerCreated, customerUpdated, customerDeleted, activityAdded],
  hookPoints: [beforeCustomerDelete],
  jobs: [importCustomers],
  routes: [customerRoutes, activityRoutes, activityCalendarRoutes, salesStageRoutes, importRoutes],
  graphql: crmSchema,
  search: [
    {
      table: 'customers',
      columns: ['companyName', 'contactName', 'email', 'externalId', 'city', 'phone', 'phoneRaw'],
    },
  ],
  privacy: crmPrivacy,
  lifecycle: { onEnable: seedSalesStages },
})
