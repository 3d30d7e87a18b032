import { defineRoutes, type OrganizationContext } from '@wasla/sdk'
import { z } from 'zod'
import { bursts, shotFired } from './burst.events.ts'

const CONCURRENCY = 20

/** Emits events in units of work of their own, and tells how many were delivered. */
export const burstRoutes = defineRoutes((app) => {
  app.post(
    '/bursts',
    {
      config: { permission: 'probe.pings.write' },
      schema: {
        summary: 'Emit many events',
        body: z.strictObject({ burst: z.string(), events: z.int().max(100_000) }),
        response: { 200: z.object({ emitted: z.int() }) },
      },
    },
    async ({ context, body: { burst, events } }) => {
      let left = events
      const emitter = async (): Promise<void> => {
        while (left-- > 0) await fire(context, burst)
      }
      await Promise.all(Array.from({ length: Math.min(CONCURRENCY, events) }, emitter))
      return { emitted: events }
    },
  )

  app.get(
    '/bursts/:burst',
    {
      config: { permission: 'probe.pings.read' },
      schema: {
        summary: 'See what was delivered',
        params: z.object({ burst: z.string() }),
        response: { 200: z.object({ delivered: z.int(), delays: z.array(z.number()) }) },
      },
    },
    async ({ params }) => bursts.get(params.burst) ?? { delivered: 0, delays: [] },
  )
})

async function fire({ db }: OrganizationContext, burst: string): Promise<void> {
  const firedAt = performance.timeOrigin + performance.now()
  await db.write(async (unit) => unit.emit(shotFired, { burst, firedAt }))
}
