import type { ActivityRow } from './activity.schema.ts'
import type { CustomerRow } from './customer.schema.ts'

declare module '@wasla/sdk' {
  // Other plugins extend these types by name.
  interface GraphqlObjects {
    Customer: CustomerRow
    Activity: ActivityRow
  }
}
