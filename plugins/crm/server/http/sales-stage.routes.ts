import { defineRoutes } from '@wasla/sdk'
import { z } from 'zod'
import { readSalesStages, salesStageSchema } from '../data/sales-stage-list.view.ts'

export const salesStageRoutes = defineRoutes((app) => {
  app.get(
    '/sales-stages',
    {
      config: { permission: 'crm.sales-stages.read' },
      schema: {
        summary: 'List sales stages',
        response: { 200: z.object({ items: z.array(salesStageSchema) }) },
      },
    },
    async (request) => ({ items: await readSalesStages(request.context) }),
  )
})
