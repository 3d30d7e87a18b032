import { pageOf, pageQuery } from '@wasla/sdk'
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true })

export const auditFilter = z.strictObject({
  plugin: z.string().max(100).optional().describe('The module, or `platform`'),
  table: z.string().max(100).optional(),
  record: z.string().max(500).optional().describe('The id of the record'),
  actor: z.uuid().optional().describe('Who did it; the id of a user or an API key'),
  action: z.enum(['insert', 'update', 'delete']).optional(),
  requestId: z.string().max(200).optional().describe('All that one request or job changed'),
  from: moment.optional().describe('Not before'),
  until: moment.optional().describe('Before'),
})

export type AuditFilter = z.output<typeof auditFilter>

export const auditQuery = z.strictObject({ ...auditFilter.shape, ...pageQuery.shape })

export const auditExportQuery = z.strictObject({
  ...auditFilter.shape,
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
})

const values = z.record(z.string(), z.unknown()).nullable()

export const auditEntry = z.object({
  id: z.string(),
  at: moment,
  plugin: z.string(),
  table: z.string(),
  record: z.string(),
  action: z.string(),
  actorId: z.string().nullable(),
  actorName: z.string().nullable().describe('Of a user who is still known'),
  requestId: z.string().nullable(),
  before: values,
  after: values,
  valuesErased: z.boolean().describe('The values were emptied by erasure or a purge; the trace remains'),
})

export type AuditEntry = z.output<typeof auditEntry>

export const auditPage = pageOf(auditEntry)
