import { z } from 'zod'
import { decodeCursor, pageQuery, searchIds, toPage, type Page } from '@wasla/sdk'
import { ticketPriorities, ticketStatuses, type TicketRow } from '../../contract/ticket.schema.ts'
import type { TicketingTenant } from './entities.ts'

export const ticketFilter = pageQuery.extend({
  search: z.string().trim().min(1).max(200).optional().describe('Words of subject or description'),
  status: z.enum(ticketStatuses).optional(),
  priority: z.enum(ticketPriorities).optional(),
  customerId: z.uuid().optional(),
  assigneeId: z.uuid().optional(),
})

export type TicketFilter = z.output<typeof ticketFilter>

/** The tickets of the organization that fit the filter, the newest first. */
export async function readTickets(ctx: TicketingTenant, filter: TicketFilter): Promise<Page<TicketRow>> {
  const rows = await ctx.db.read((sql) => {
    let query = sql
      .selectFrom('tickets')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(filter.limit + 1)
    if (filter.search !== undefined)
      query = query.where('id', 'in', searchIds('tickets', filter.search, 1_000))
    if (filter.status !== undefined) query = query.where('status', '=', filter.status)
    if (filter.priority !== undefined) query = query.where('priority', '=', filter.priority)
    if (filter.customerId !== undefined) query = query.where('customerId', '=', filter.customerId)
    if (filter.assigneeId !== undefined) query = query.where('assigneeId', '=', filter.assigneeId)
    if (filter.cursor === undefined) return query
    const [id] = decodeCursor(filter.cursor, z.tuple([z.uuid()]))
    return query.where('id', '<', id)
  })
  return toPage(rows, filter.limit, (row) => [row.id])
}
