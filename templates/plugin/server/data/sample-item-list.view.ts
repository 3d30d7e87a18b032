import { z } from 'zod'
import { decodeCursor, pageQuery, toPage, type Page } from '@wasla/sdk'
import { sampleItemStatuses, type SampleItemRow } from '../../contract/sample-item.schema.ts'
import type { AcmeSampleTenant } from './entities.ts'

export const sampleItemFilter = pageQuery.extend({ status: z.enum(sampleItemStatuses).optional() })

export type SampleItemFilter = z.output<typeof sampleItemFilter>

/** The organization's items, the newest first, a page at a time. */
export async function readSampleItems(
  ctx: AcmeSampleTenant,
  filter: SampleItemFilter,
): Promise<Page<SampleItemRow>> {
  const rows = await ctx.db.read((sql) => {
    let query = sql
      .selectFrom('sample_items')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(filter.limit + 1)
    if (filter.status !== undefined) query = query.where('status', '=', filter.status)
    if (filter.cursor === undefined) return query
    const [id] = decodeCursor(filter.cursor, z.tuple([z.uuid()]))
    return query.where('id', '<', id)
  })
  return toPage(rows, filter.limit, (row) => [row.id])
}
