import type { SampleItemRow } from './sample-item.schema.ts'

declare module '@wasla/sdk' {
  // With this, other plugins may extend the type by its name.
  interface GraphqlObjects {
    SampleItem: SampleItemRow
  }
}
