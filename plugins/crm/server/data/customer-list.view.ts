import { decodeCursor, pageQuery, searchIds, toPage, type Page } from '@wasla/sdk'
import { z } from 'zod'
import type { CustomerRow } from '../../contract/customer.schema.ts'
import type { CrmTenant } from './entities.ts'

export const customerFilter = pageQuery.extend({
  search: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'Company, contact, e-mail, external id, city or phone; accents and Arabic variants do not matter',
    ),
  stageId: z.uuid().optional(),
  country: z.string().max(100).optional(),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(320)
    .optional()
    .describe('In whatever case; who has it already?'),
  ownerId: z.uuid().optional(),
  sort: z.enum(['newest', 'name']).default('newest'),
})

export type CustomerFilter = z.output<typeof customerFilter>

/** The customers of the organization that fit the filter, a page at a time. */
export async function readCustomers(ctx: CrmTenant, filter: CustomerFilter): Promise<Page<CustomerRow>> {
  const rows = await ctx.db.read((sql) => {
    let query = sql
      .selectFrom('customers')
      .selectAll()
      .limit(filter.limit + 1)
    if (filter.search !== undefined)
      query = query.where('id', 'in', searchIds('customers', filter.search, 1_000))
    if (filter.stageId !== undefined) query = query.where('stageId', '=', filter.stageId)
    if (filter.country !== undefined) query = query.where('country', '=', filter.country)
    if (filter.email !== undefined) query = query.where('email', '=', filter.email)
    if (filter.ownerId !== undefined) query = query.where('ownerId', '=', filter.ownerId)
    if (filter.sort === 'name') {
      query = query.orderBy('companyName').orderBy('id')
      if (filter.cursor === undefined) return query
      const [name, id] = decodeCursor(filter.cursor, z.tuple([z.string(), z.uuid()]))
      return query.where((where) => where(where.refTuple('companyName', 'id'), '>', where.tuple(name, id)))
    }
    // Ids are time-ordered, so the newest first is the primary key backwards.
    query = query.orderBy('id', 'desc')
    if (filter.cursor === undefined) return query
    const [id] = decodeCursor(filter.cursor, z.tuple([z.uuid()]))
    return query.where('id', '<', id)
  })
  return toPage(rows, filter.limit, (row) => (filter.sort === 'name' ? [row.companyName, row.id] : [row.id]))
}

/** The customers of these ids, in the ids' order; `null` for those that are not there. */
export async function readCustomersByIds(
  ctx: CrmTenant,
  ids: readonly string[],
): Promise<(CustomerRow | null)[]> {
  const rows = await ctx.db.read((sql) =>
    sql
      .selectFrom('customers')
      .selectAll()
      .where('id', 'in', [...ids]),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}
