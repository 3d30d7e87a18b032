import { prepareQuery, type Given } from '@wasla/sdk'
import { z } from 'zod'
import type { CrmQueries, CrmTenant } from './entities.ts'

export const salesStageSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  key: z.string(),
  name: z.object({ en: z.string(), ar: z.string() }),
  position: z.int(),
  status: z.enum(['open', 'won', 'lost']),
})

export type SalesStageRow = z.output<typeof salesStageSchema>

const allStages = prepareQuery((sql: CrmQueries, _given: Given<object>) =>
  sql.selectFrom('sales_stages').selectAll().orderBy('position').orderBy('id'),
)

export const salesStageById = prepareQuery((sql: CrmQueries, { id }: Given<{ id: string }>) =>
  sql.selectFrom('sales_stages').selectAll().where('id', '=', id),
)

/** A sales stage as its table has it. */
export type StoredSalesStage = Awaited<ReturnType<typeof readStoredSalesStages>>[number]

/** The organization's sales stages, in their order. */
export async function readStoredSalesStages(ctx: CrmTenant) {
  return ctx.db.read(allStages({}))
}

/** The same as REST shows them. */
export async function readSalesStages(ctx: CrmTenant): Promise<SalesStageRow[]> {
  return (await readStoredSalesStages(ctx)).map((row) => ({
    id: row.id,
    version: row.version,
    key: row.key,
    name: { en: row.nameEn, ar: row.nameAr },
    position: row.position,
    status: row.status as SalesStageRow['status'],
  }))
}
