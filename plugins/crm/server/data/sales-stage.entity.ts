import { defineEntity } from '@wasla/sdk'

export const SalesStage = defineEntity({
  name: 'SalesStage',
  tableName: 'sales_stages',
  properties: (p) => ({
    key: p.text(),
    nameEn: p.text(),
    nameAr: p.text(),
    position: p.integer(),
    /** What the stage means for the outcome: open, won or lost. */
    status: p.text(),
  }),
  uniques: [['key']],
})
