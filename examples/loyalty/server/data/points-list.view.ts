import { decodeCursor, toPage, type Page, type PageQuery } from '@wasla/sdk'
import { z } from 'zod'
import type { PointsEntryRow } from '../../contract/points.schema.ts'
import type { LoyaltyTenant } from './entities.ts'

/** A customer's ledger, the newest line first. */
export async function readEntries(
  ctx: LoyaltyTenant,
  customerId: string,
  page: PageQuery,
): Promise<Page<PointsEntryRow>> {
  const rows = await ctx.db.read((sql) => {
    const query = sql
      .selectFrom('points_entries')
      .select(['id', 'customerId', 'points', 'reason', 'bookedById', 'createdAt'])
      .where('customerId', '=', customerId)
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
    if (page.cursor === undefined) return query
    const [id] = decodeCursor(page.cursor, z.tuple([z.uuid()]))
    return query.where('id', '<', id)
  })
  return toPage(rows, page.limit, (row) => [row.id])
}
