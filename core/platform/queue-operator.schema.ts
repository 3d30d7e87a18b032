import { pageQuery } from '@wasla/sdk'
import { z } from 'zod'
import { jobStates } from '../jobs/job-state.ts'
import { moment } from '../jobs/job.schema.ts'

const name = z.string().min(1).max(200)
const count = z.int().min(0)

export const queueReport = z.object({
  queue: z.string(),
  plugin: z.string(),
  waiting: count,
  running: count,
  dead: count,
  parked: count,
  lagSeconds: z.number().describe('For how long the oldest job that could run has waited'),
})

export const subscriberLag = z.object({
  subscriber: z.string(),
  event: z.string(),
  waiting: count,
  parked: count,
  dead: count,
  lagSeconds: z.number(),
})

/** One that runs is told to stop. */
export const cancelled = { 204: z.null() }

export const jobParams = z.strictObject({ id: z.guid() })

export const jobFilter = z.object({
  organizationId: z.uuid().optional(),
  state: z.enum(jobStates).optional(),
  job: name.optional(),
})

export const redriveRequest = z.strictObject({
  organizationId: z.uuid().optional(),
  job: name.optional(),
  ids: z.array(z.guid()).min(1).max(1000).optional().describe('Without them, all that match'),
  limit: z.int().min(1).max(10_000).default(100),
})

export const eventFilter = pageQuery.extend({
  organizationId: z.uuid().optional(),
  name: name.optional(),
  correlationId: z.uuid().optional().describe('All that one request or job led to'),
})

export const eventPosition = z.tuple([z.uuid()])

export const listedEvent = z.object({
  id: z.uuid(),
  name: z.string(),
  plugin: z.string(),
  organizationId: z.uuid(),
  organizationName: z.string().nullable(),
  occurredAt: moment,
  correlationId: z.uuid(),
  causationId: z.uuid().nullable(),
  depth: count,
})

export const replayRequest = z.strictObject({
  subscriber: name,
  from: moment,
  until: moment.describe('Exclusive'),
  organizationId: z.uuid().optional(),
  limit: z.int().min(1).max(100_000).default(10_000),
})
