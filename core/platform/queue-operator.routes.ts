import { decodeCursor, type Page, pageOf, pageQuery, type RouteServer, toPage } from '@wasla/sdk'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { PlatformDatabase } from '../database/data-access.ts'
import { personalSession } from '../identity/personal-session.ts'
import { jobNotFound } from '../jobs/job-watch.ts'
import { listedJob, singletonReport } from '../jobs/job.schema.ts'
import { assertOperator } from '../organizations/operators/assert-operator.ts'
import {
  cancelled,
  eventFilter,
  eventPosition,
  jobFilter,
  jobParams,
  listedEvent,
  queueReport,
  redriveRequest,
  replayRequest,
  subscriberLag,
} from './queue-operator.schema.ts'
import { operatorOn } from './operator.ts'

const tags = ['Operators']

const listOf = <Item extends z.ZodType>(item: Item) => ({ 200: z.object({ items: z.array(item) }) })

/** Queues, events and singletons of all organizations, for the platform's staff: what `wasla jobs` and `wasla events` do. */
export function queueOperatorRoutes(app: RouteServer, platform: PlatformDatabase): void {
  const operator = operatorOn(platform)
  const assertByOperator = async (request: FastifyRequest): Promise<void> => {
    await assertOperator(platform, personalSession(request))
    if (request.method !== 'GET')
      request.log.info(
        {
          operator: personalSession(request).principal.id,
          did: `${request.method} ${request.url}`,
          with: request.body,
        },
        'an operator changed what waits in the queues',
      )
  }
  const byOperators = { config: { member: true }, preHandler: assertByOperator } as const

  app.get(
    '/operator/queues',
    {
      ...byOperators,
      schema: {
        tags,
        summary: 'Each queue: what waits, runs, is dead or parked, and how far it is behind',
        response: listOf(queueReport),
      },
    },
    async () => ({ items: await operator.queues() }),
  )
  app.get(
    '/operator/subscribers',
    {
      ...byOperators,
      schema: {
        tags,
        summary: 'Each subscriber of events, and how far it is behind them',
        response: listOf(subscriberLag),
      },
    },
    async () => ({ items: await operator.lags() }),
  )
  app.get(
    '/operator/jobs',
    {
      ...byOperators,
      schema: {
        tags,
        summary:
          'Jobs and deliveries of all organizations, the latest first; dead and parked ones by their state',
        querystring: pageQuery.extend(jobFilter.shape).strict(),
        response: { 200: pageOf(listedJob) },
      },
    },
    async (request): Promise<Page<z.input<typeof listedJob>>> => {
      const { job, ...filter } = request.query
      return operator.jobs({ ...filter, queue: job })
    },
  )
  app.post(
    '/operator/jobs/redrive',
    {
      ...byOperators,
      schema: {
        tags,
        summary: 'Gives dead jobs all their attempts again: those named, or all that match',
        body: redriveRequest,
        response: { 200: z.object({ redriven: z.int() }) },
      },
    },
    async (request) => {
      const { job, ...filter } = request.body
      return { redriven: await operator.redrive({ ...filter, queue: job }) }
    },
  )
  app.post(
    '/operator/jobs/:id/cancel',
    {
      ...byOperators,
      schema: { tags, summary: 'Cancels a job that has not ended', params: jobParams, response: cancelled },
    },
    async (request, reply) => {
      if (!(await operator.cancel(request.params.id))) throw jobNotFound()
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/operator/events',
    {
      ...byOperators,
      schema: {
        tags,
        summary: 'Events, the latest first, with what led to them',
        querystring: eventFilter.strict(),
        response: { 200: pageOf(listedEvent) },
      },
    },
    async (request): Promise<Page<z.input<typeof listedEvent>>> => {
      const { limit, cursor, ...filter } = request.query
      const [before] = cursor === undefined ? [] : decodeCursor(cursor, eventPosition)
      const events = await operator.events({ ...filter, before, limit: limit + 1 })
      return toPage(events, limit, ({ id }) => [id])
    },
  )
  app.post(
    '/operator/replays',
    {
      ...byOperators,
      schema: {
        tags,
        summary: 'Delivers the events of a range to one subscriber once more: its effects happen again',
        body: replayRequest,
        response: { 200: z.object({ replayed: z.int() }) },
      },
    },
    async (request) => {
      const { from, until, ...range } = request.body
      return {
        replayed: await operator.replay({ ...range, from: new Date(from), until: new Date(until) }),
      }
    },
  )
  app.get(
    '/operator/singletons',
    {
      ...byOperators,
      schema: {
        tags,
        summary: 'Long-running services: which host runs each, under which token, and how it fares',
        response: listOf(singletonReport),
      },
    },
    async () => ({ items: await operator.singletons() }),
  )
}
