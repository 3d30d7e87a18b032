import { z } from 'zod'
import type { CrmTenant } from './entities.ts'

export const salesStageSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  key: z.string(),
  name: z.object({ en: z.string(), ar: z.string() }),
  position: z.int(),
  status: z.enum(['open', 'won', 'lost']),
})

export type SalesStageRow = z.output<typeof salesStageSchema>

/** The organization's sales stages, in their order. */
export async function readSalesStages(ctx: CrmTenant): Promise<SalesStageRow[]> {
  const rows = await ctx.db.read((sql) =>
    sql
      .selectFrom('sales_stages')
      .select(['id', 'version', 'key', 'nameEn', 'nameAr', 'position', 'status'])
      .orderBy('position')
      .orderBy('id'),
  )
  return rows.map(({ nameEn, nameAr, status, ...row }) => ({
    ...row,
    name: { en: nameEn, ar: nameAr },
    status: status as SalesStageRow['status'],
  }))
}
