import { z } from 'zod'
import { notFound, type RouteServer } from '@wasla/sdk'
import type { Actor } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { jobStatus } from './job-status.ts'

export interface JobRoutesDependencies {
  readonly platform: PlatformDatabase
}

const moment = z.iso.datetime({ offset: true })

const jobStatusSchema = z.object({
  id: z.uuid(),
  job: z.string(),
  plugin: z.string(),
  state: z.enum(['waiting', 'running', 'retrying', 'completed', 'dead', 'parked', 'cancelled']),
  progress: z.number().min(0).max(1),
  message: z.string().nullable(),
  attempts: z.int(),
  createdAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  output: z.unknown(),
  error: z.object({ code: z.string().nullable(), message: z.string() }).nullable(),
})

/** `GET /jobs/{id}`. */
export function jobRoutes(app: RouteServer, { platform }: JobRoutesDependencies): void {
  app.get(
    '/jobs/:id',
    {
      config: { member: true },
      schema: {
        summary: 'How far a job is',
        params: z.strictObject({ id: z.uuid() }),
        response: { 200: jobStatusSchema },
      },
    },
    async (request) => {
      const status = await jobStatus(platform, memberOf(request).organizationId, request.params.id)
      if (status !== undefined) return status
      throw notFound(
        'job_not_found',
        'There is no such job in this organization; jobs that finished are kept for a day.',
      )
    },
  )
}

function memberOf({ actor }: { readonly actor: Actor | null }): Actor {
  if (actor === null) throw new Error('The route was reached without a member')
  return actor
}
