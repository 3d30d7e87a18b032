import { defineRoutes } from '@wasla/sdk'
import { z } from 'zod'

declare module '@wasla/sdk' {
  interface Permissions {
    probe: 'pings'
  }
}

/** A route without data: token, organization, gate, permission and validation, and nothing behind them. */
export const pingRoutes = defineRoutes((app) => {
  app.get(
    '/pings',
    {
      config: { permission: 'probe.pings.read' },
      schema: {
        summary: 'Ping',
        querystring: z.object({ echo: z.string().max(20) }),
        response: { 200: z.object({ echo: z.string() }) },
      },
    },
    async (request) => ({ echo: request.query.echo }),
  )
})
