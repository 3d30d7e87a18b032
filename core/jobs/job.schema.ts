import { z } from 'zod'
import { jobStates } from './job-state.ts'

export const moment = z.iso.datetime({ offset: true })

export const listedJob = z.object({
  id: z.guid(),
  job: z.string(),
  plugin: z.string(),
  organizationId: z.uuid(),
  organizationName: z.string().nullable(),
  state: z.enum(jobStates),
  attempts: z.int(),
  createdAt: moment,
  finishedAt: moment.nullable(),
  eventId: z.uuid().nullable(),
  correlationId: z.uuid().nullable(),
  error: z.string().nullable(),
})

export const singletonReport = z.object({
  name: z.string(),
  organizationId: z.uuid(),
  organizationName: z.string().nullable(),
  key: z.string(),
  host: z.string().nullable().describe('Null while nobody has the lease'),
  token: z.string(),
  state: z.enum(['running', 'restarting', 'stopped']),
  leaseUntil: moment,
  startedAt: moment.nullable(),
  restarts: z.int(),
  lastError: z.string().nullable(),
  hostMemory: z.number().nullable().describe('Bytes its process needs, all that runs there together'),
})
