import { eachId, prepareQuery, type Given } from '@wasla/sdk'
import type { TicketRow } from '../../contract/ticket.schema.ts'
import type { TicketingQueries, TicketingTenant } from './entities.ts'

const newestOfEach = prepareQuery(
  (sql: TicketingQueries, { customerIds, limit }: Given<{ customerIds: readonly string[]; limit: number }>) =>
    sql
      .selectFrom(eachId(customerIds))
      .innerJoinLateral(
        (join) =>
          join
            .selectFrom('tickets')
            .selectAll('tickets')
            .whereRef('tickets.customerId', '=', 'each.id')
            .orderBy('tickets.id', 'desc')
            .limit(limit)
            .as('newest'),
        (join) => join.onTrue(),
      )
      .selectAll('newest')
      .orderBy('newest.id', 'desc'),
)

/** The newest tickets of several customers, at most `limit` each: one statement for a whole list. */
export async function readTicketsOfCustomers(
  ctx: TicketingTenant,
  customerIds: readonly string[],
  limit: number,
): Promise<TicketRow[]> {
  return ctx.db.read(newestOfEach({ customerIds, limit }))
}
