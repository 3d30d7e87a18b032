import { z } from 'zod'
import { decodeCursor, pageQuery, prepareQuery, searchIds, toPage, type Given, type Page } from '@wasla/sdk'
import { ticketPriorities, ticketStatuses, type TicketRow } from '../../contract/ticket.schema.ts'
import type { TicketingQueries, TicketingTenant } from './entities.ts'

export const ticketFilter = pageQuery.extend({
  search: z.string().trim().min(1).max(200).optional().describe('Words of subject or description'),
  status: z.enum(ticketStatuses).optional(),
  priority: z.enum(ticketPriorities).optional(),
  customerId: z.uuid().optional(),
  assigneeId: z.uuid().optional(),
})

export type TicketFilter = z.output<typeof ticketFilter>

type PageRequest = Given<
  Omit<TicketFilter, 'cursor'> & {
    /** Where the page before ended. */
    readonly lastId?: string
  }
>

const newestFirst = prepareQuery((sql: TicketingQueries, page: PageRequest) => {
  const { search, status, priority, customerId, assigneeId, limit, lastId } = page
  let query = sql.selectFrom('tickets').selectAll().orderBy('id', 'desc').limit(limit)
  if (search !== undefined) query = query.where('id', 'in', searchIds('tickets', search, 1_000))
  if (status !== undefined) query = query.where('status', '=', status)
  if (priority !== undefined) query = query.where('priority', '=', priority)
  if (customerId !== undefined) query = query.where('customerId', '=', customerId)
  if (assigneeId !== undefined) query = query.where('assigneeId', '=', assigneeId)
  return lastId === undefined ? query : query.where('id', '<', lastId)
})

/** A page's tickets that fit the filter and one more, the newest first. */
export function pageOfTickets({ cursor, limit, ...filter }: TicketFilter) {
  const [lastId] = cursor === undefined ? [] : decodeCursor(cursor, z.tuple([z.uuid()]))
  return newestFirst({ ...filter, limit: limit + 1, lastId })
}

/** The tickets of the organization that fit the filter, a page at a time. */
export async function readTickets(ctx: TicketingTenant, filter: TicketFilter): Promise<Page<TicketRow>> {
  return toPage(await ctx.db.read(pageOfTickets(filter)), filter.limit, (row) => [row.id])
}
