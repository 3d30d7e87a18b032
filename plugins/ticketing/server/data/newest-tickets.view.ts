import { prepareQuery, type Given } from '@wasla/sdk'
import type { TicketingQueries } from './entities.ts'

/** The newest tickets of a customer. */
export const newestTickets = prepareQuery(
  (sql: TicketingQueries, { customerId, limit }: Given<{ customerId: string; limit: number }>) =>
    sql
      .selectFrom('tickets')
      .selectAll()
      .where('customerId', '=', customerId)
      .orderBy('id', 'desc')
      .limit(limit),
)
