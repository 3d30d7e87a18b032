import { decodeCursor, prepareQuery, toPage, type Given, type Page, type PageQuery } from '@wasla/sdk'
import { z } from 'zod'
import type { ActivityRow } from '../../contract/activity.schema.ts'
import type { CrmQueries, CrmTenant } from './entities.ts'

// A cursor comes from outside: what is no moment must not reach the database.
const position = z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.uuid()])

/** A customer's activities, the latest first. */
export async function readActivities(
  ctx: CrmTenant,
  customerId: string,
  page: PageQuery,
): Promise<Page<ActivityRow>> {
  const rows = await ctx.db.read((sql) => {
    const query = sql
      .selectFrom('activities')
      .selectAll()
      .where('customerId', '=', customerId)
      .orderBy('occurredAt', 'desc')
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
    if (page.cursor === undefined) return query
    const [occurredAt, id] = decodeCursor(page.cursor, position)
    return query.where((where) => where(where.refTuple('occurredAt', 'id'), '<', where.tuple(occurredAt, id)))
  })
  return toPage(rows as ActivityRow[], page.limit, (row) => [row.occurredAt, row.id])
}

/** The latest activities of a customer. */
export const latestActivities = prepareQuery(
  (sql: CrmQueries, { customerId, limit }: Given<{ customerId: string; limit: number }>) =>
    sql
      .selectFrom('activities')
      .selectAll()
      .where('customerId', '=', customerId)
      .orderBy('occurredAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit),
)
