import { z } from 'zod'
import { defineRoutes } from '@wasla/sdk'

/** `GET /api/v1/acme-sample/sample-item` */
export const sampleItemRoutes = defineRoutes((app) => {
  app.get(
    '/sample-item',
    {
      config: { member: true },
      schema: { summary: 'Sample item', response: { 200: z.object({ organizationId: z.uuid() }) } },
    },
    async (request) => ({ organizationId: request.context.organizationId }),
  )
})
