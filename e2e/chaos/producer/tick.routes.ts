import { z } from 'zod'
import { defineRoutes } from '@wasla/sdk'
import { tickHappened } from './tick.events.ts'

declare module '@wasla/sdk' {
  interface Permissions {
    producer: 'ticks'
  }
}

const batchSchema = z.strictObject({ batch: z.int(), count: z.int().positive().max(1000) })

export const tickRoutes = defineRoutes((app) => {
  app.post(
    '/ticks',
    {
      config: { permission: 'producer.ticks.write' },
      schema: { body: batchSchema, response: { 201: batchSchema } },
    },
    async (request, reply) => {
      const { batch, count } = request.body
      await request.context.db.write(async (unit) => {
        for (let number = 1; number <= count; number += 1) unit.emit(tickHappened, { batch, number })
        return request.body
      })
      return reply.code(201).send(request.body)
    },
  )
})
