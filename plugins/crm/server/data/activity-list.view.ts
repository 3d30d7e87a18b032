import { decodeCursor, eachId, prepareQuery, toPage, type Given, type Page, type PageQuery } from '@wasla/sdk'
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

const latestOfEach = prepareQuery(
  (sql: CrmQueries, { customerIds, limit }: Given<{ customerIds: readonly string[]; limit: number }>) =>
    sql
      .selectFrom(eachId(customerIds))
      .innerJoinLateral(
        (join) =>
          join
            .selectFrom('activities')
            .selectAll('activities')
            .whereRef('activities.customerId', '=', 'each.id')
            .orderBy('activities.occurredAt', 'desc')
            .orderBy('activities.id', 'desc')
            .limit(limit)
            .as('latest'),
        (join) => join.onTrue(),
      )
      .selectAll('latest'),
)

/** The latest activities of several customers, at most `limit` each: one statement for a whole list. */
export async function readLatestActivities(
  ctx: CrmTenant,
  customerIds: readonly string[],
  limit: number,
): Promise<ActivityRow[]> {
  return (await ctx.db.read(latestOfEach({ customerIds, limit }))) as ActivityRow[]
}
