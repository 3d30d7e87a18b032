import type {} from './permissions.ts'
import type {} from './graphql.ts'
export { sampleItemCreated } from './sample-item.events.ts'
export { sampleItemSchema, type SampleItemRow } from './sample-item.schema.ts'
