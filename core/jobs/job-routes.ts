import { z } from 'zod'
import { conflict, pageOf, pageQuery, type RouteServer } from '@wasla/sdk'
import type { Actor } from '../contexts/actor.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import { cancelJob } from './cancel-job.ts'
import { assertMayFollow } from './job-access.ts'
import { jobStates } from './job-state.ts'
import { listedJob, moment, singletonReport } from './job.schema.ts'
import { jobStatus } from './job-status.ts'
import { jobNotFound } from './job-watch.ts'
import { listJobs } from './list-jobs.ts'
import { listSingletons } from './list-singletons.ts'
import { redrive } from './operator.ts'

export interface JobRoutesDependencies {
  readonly platform: PlatformDatabase
  /** Something may wait in the queues. */
  readonly wake: () => void
}

const jobStatusSchema = z.object({
  id: z.guid(),
  job: z.string(),
  plugin: z.string(),
  state: z.enum(jobStates),
  progress: z.number().min(0).max(1),
  message: z.string().nullable(),
  attempts: z.int(),
  createdAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  output: z.unknown(),
  error: z.object({ code: z.string().nullable(), message: z.string() }).nullable(),
})

/** A member knows whose they are. */
const ofOwn = { organizationId: true, organizationName: true } as const

const tags = ['Jobs']
const params = z.strictObject({ id: z.guid() })

/** `/jobs` and `/singletons` of the member's organization. */
export function jobRoutes(app: RouteServer, { platform, wake }: JobRoutesDependencies): void {
  app.get(
    '/jobs',
    {
      config: { permission: 'platform.jobs.read' },
      schema: {
        tags,
        summary: 'Jobs and deliveries of the organization, the latest first',
        querystring: pageQuery
          .extend({ state: z.enum(jobStates).optional(), job: z.string().max(200).optional() })
          .strict(),
        response: { 200: pageOf(listedJob.omit(ofOwn)) },
      },
    },
    async (request) => {
      const { state, job, limit, cursor } = request.query
      const { organizationId } = memberOf(request)
      return listJobs(platform, { organizationId, state, queue: job, limit, cursor })
    },
  )

  app.get(
    '/singletons',
    {
      config: { permission: 'platform.jobs.read' },
      schema: {
        tags,
        summary: 'The long-running services of the organization, and where they run',
        response: { 200: z.object({ items: z.array(singletonReport.omit(ofOwn)) }) },
      },
    },
    async (request) => ({ items: await listSingletons(platform, memberOf(request).organizationId) }),
  )

  app.post(
    '/jobs/:id/redrive',
    {
      config: { permission: 'platform.jobs.write' },
      schema: {
        tags,
        summary: 'Gives a dead job all its attempts again',
        params,
        response: { 200: jobStatusSchema },
      },
    },
    async (request) => {
      const { organizationId } = memberOf(request)
      const { id } = request.params
      const redriven = await redrive(platform, { organizationId, ids: [id] })
      if (redriven > 0) wake()
      const status = await jobStatus(platform, organizationId, id)
      if (status === undefined) throw jobNotFound()
      if (redriven > 0) return status
      throw conflict(
        'job_not_dead',
        `The job is ${status.state}, so there is nothing to redrive; only dead jobs are.`,
      )
    },
  )

  app.post(
    '/jobs/:id/cancel',
    {
      config: { permission: 'platform.jobs.write' },
      schema: { tags, summary: 'Cancels a job that has not ended', params, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { organizationId } = memberOf(request)
      const { id } = request.params
      if (await cancelJob(platform, id, organizationId)) return reply.code(204).send(null)
      const status = await jobStatus(platform, organizationId, id)
      if (status === undefined) throw jobNotFound()
      throw conflict('job_ended', `The job is ${status.state} already, so it cannot be cancelled any more.`)
    },
  )

  app.get(
    '/jobs/:id',
    {
      config: { member: true, apiKeys: true },
      schema: {
        tags,
        summary: 'How far a job is; an API key needs platform.jobs.read',
        params,
        response: { 200: jobStatusSchema },
      },
    },
    async (request) => {
      const actor = memberOf(request)
      assertMayFollow(actor)
      const status = await jobStatus(platform, actor.organizationId, request.params.id)
      if (status !== undefined) return status
      throw jobNotFound()
    },
  )
}

function memberOf({ actor }: { readonly actor: Actor | null }): Actor {
  if (actor === null) throw new Error('The route was reached without a member')
  return actor
}
