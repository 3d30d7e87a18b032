import type { PluginSchemaBuilder } from '@wasla/sdk'
import type { SalesStageRow } from '../data/sales-stage-list.view.ts'

export type SalesStageType = ReturnType<typeof defineSalesStageType>

export function defineSalesStageType(builder: PluginSchemaBuilder) {
  return builder.objectRef<SalesStageRow>('SalesStage').implement({
    description: 'A step on a customer’s way to a sale.',
    fields: (t) => ({
      id: t.exposeID('id'),
      key: t.exposeString('key'),
      name: t.string({
        description: 'In the reader’s language',
        resolve: (stage, _args, ctx) => stage.name[ctx.principal.language],
      }),
      position: t.exposeInt('position'),
      status: t.exposeString('status'),
    }),
  })
}
