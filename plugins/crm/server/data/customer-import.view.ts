import { z } from 'zod'
import { importNotFound } from '../crm.errors.ts'
import type { CrmContext, CrmTenant } from './entities.ts'

export const importSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  status: z.enum(['waiting', 'running', 'finished']),
  dryRun: z.boolean(),
  processed: z.int(),
  created: z.int(),
  updated: z.int(),
  refused: z.int(),
  remarks: z.array(
    z.object({
      line: z.int(),
      severity: z.enum(['error', 'warning']),
      field: z.string(),
      message: z.string(),
    }),
  ),
  errorFileId: z
    .uuid()
    .nullable()
    .describe('The refused lines are to be had at /crm/imports/{id}/error-file'),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
})

/** What was remarked on its lines is told by the import itself. */
export const importSummary = importSchema.omit({ remarks: true })

const SUMMARY = [
  'id',
  'version',
  'status',
  'dryRun',
  'processed',
  'created',
  'updated',
  'refused',
  'errorFileId',
  'createdAt',
  'finishedAt',
] as const

/** How many are told. */
const LATEST = 10

/** The latest of whoever asks: those under way, then those that are finished, the newest first. */
export async function latestImports(ctx: CrmContext): Promise<z.output<typeof importSummary>[]> {
  const rows = await ctx.db.read((sql) =>
    sql
      .selectFrom('customer_imports')
      .select(SUMMARY)
      .where('requestedBy', '=', ctx.principal.id)
      .orderBy('id', 'desc')
      .limit(LATEST),
  )
  const [underWay = [], finished = []] = [false, true].map((done) =>
    rows.filter(({ status }) => (status === 'finished') === done),
  )
  return [...underWay, ...finished]
}

/** @throws not-found `crm.import_not_found` */
export async function readImport(ctx: CrmTenant, id: string): Promise<z.output<typeof importSchema>> {
  const row = await ctx.db.readFirst((sql) =>
    sql
      .selectFrom('customer_imports')
      .select([...SUMMARY, 'remarks'])
      .where('id', '=', id),
  )
  if (row === undefined) throw importNotFound()
  return row
}
