import { decodeCursor, pageQuery, toPage, type Page } from '@wasla/sdk'
import { z } from 'zod'
import { activitySchema } from '../../contract/activity.schema.ts'
import type { CrmTenant } from './entities.ts'

const LONGEST = 62 * 86_400_000

/** From a moment on until another, which is not part of it; as long as two months. */
export const calendarQuery = z
  .strictObject({
    ...pageQuery.shape,
    from: z.iso.datetime({ offset: true }),
    until: z.iso.datetime({ offset: true }),
  })
  .refine(({ from, until }) => Date.parse(until) > Date.parse(from), {
    path: ['until'],
    message: 'must be later than "from"',
  })
  .refine(({ from, until }) => Date.parse(until) - Date.parse(from) <= LONGEST, {
    path: ['until'],
    message: 'must be at most 62 days after "from"',
  })

export const calendarActivity = activitySchema.extend({ companyName: z.string() })

export type CalendarActivity = z.output<typeof calendarActivity>

const position = z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.uuid()])

/** Activities of all customers in a time, the earliest first. */
export async function readCalendar(
  ctx: CrmTenant,
  { from, until, cursor, limit }: z.output<typeof calendarQuery>,
): Promise<Page<CalendarActivity>> {
  const rows = await ctx.db.read((sql) => {
    const query = sql
      .selectFrom('activities')
      .selectAll()
      .select((where) =>
        where
          .selectFrom('customers')
          .select('customers.companyName')
          .whereRef('customers.id', '=', 'activities.customerId')
          .as('companyName'),
      )
      .where('occurredAt', '>=', new Date(from))
      .where('occurredAt', '<', new Date(until))
      .orderBy('occurredAt')
      .orderBy('id')
      .limit(limit + 1)
    if (cursor === undefined) return query
    const [occurredAt, id] = decodeCursor(cursor, position)
    return query.where((where) => where(where.refTuple('occurredAt', 'id'), '>', where.tuple(occurredAt, id)))
  })
  return toPage(rows as CalendarActivity[], limit, (row) => [row.occurredAt, row.id])
}
