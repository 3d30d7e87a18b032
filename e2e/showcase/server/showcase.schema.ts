import type { PluginSchemaBuilder } from '@wasla/sdk'

export function showcaseSchema(builder: PluginSchemaBuilder): void {
  builder.queryField('showcaseRevenue', (t) =>
    t.field({
      type: 'Money',
      permission: 'showcase.pages.read',
      description: 'Beyond 2^31, to show that Money is no Int',
      resolve: () => 9_007_199_254_740_993n,
    }),
  )
}
