import type { PluginSchemaBuilder } from '@wasla/sdk'
import type { StoredSalesStage } from '../data/sales-stage-list.view.ts'

export type SalesStageType = ReturnType<typeof defineSalesStageType>

export function defineSalesStageType(builder: PluginSchemaBuilder) {
  return builder.objectRef<StoredSalesStage>('SalesStage').implement({
    description: 'A step on a customer’s way to a sale.',
    fields: (t) => ({
      id: t.exposeID('id'),
      key: t.exposeString('key'),
      name: t.string({
        description: 'In the reader’s language',
        resolve: ({ nameEn, nameAr }, _args, ctx) => (ctx.principal.language === 'ar' ? nameAr : nameEn),
      }),
      position: t.exposeInt('position'),
      status: t.exposeString('status'),
    }),
  })
}
