import { z } from 'zod'
import { importNotFound } from '../crm.errors.ts'
import type { CrmTenant } from './entities.ts'

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

/** @throws not-found `crm.import_not_found` */
export async function readImport(ctx: CrmTenant, id: string): Promise<z.output<typeof importSchema>> {
  const row = await ctx.db.readFirst((sql) =>
    sql
      .selectFrom('customer_imports')
      .select([
        'id',
        'version',
        'status',
        'dryRun',
        'processed',
        'created',
        'updated',
        'refused',
        'remarks',
        'errorFileId',
        'createdAt',
        'finishedAt',
      ])
      .where('id', '=', id),
  )
  if (row === undefined) throw importNotFound()
  return row
}
