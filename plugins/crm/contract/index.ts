import type {} from './graphql.ts'
export { beforeCustomerDelete } from './before-customer-delete.hook.ts'
export { customerDirectory, type CustomerDirectory, type CustomerSummary } from './customer-directory.ts'
export { customerCreated, customerDeleted, customerUpdated } from './customer.events.ts'
