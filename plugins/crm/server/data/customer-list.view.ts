import { decodeCursor, pageQuery, prepareQuery, searchIds, toPage, type Given, type Page } from '@wasla/sdk'
import { z } from 'zod'
import type { CustomerRow } from '../../contract/customer.schema.ts'
import type { CrmQueries, CrmTenant } from './entities.ts'

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

type PageRequest = Given<
  Omit<CustomerFilter, 'sort' | 'cursor'> & {
    /** Where the page before ended. */
    readonly lastId?: string
    readonly lastName?: string
  }
>

function filtered(sql: CrmQueries, { search, stageId, country, email, ownerId, limit }: PageRequest) {
  let query = sql.selectFrom('customers').selectAll().limit(limit)
  if (search !== undefined) query = query.where('id', 'in', searchIds('customers', search, 1_000))
  if (stageId !== undefined) query = query.where('stageId', '=', stageId)
  if (country !== undefined) query = query.where('country', '=', country)
  if (email !== undefined) query = query.where('email', '=', email)
  if (ownerId !== undefined) query = query.where('ownerId', '=', ownerId)
  return query
}

/** Ids are time-ordered, so the newest first is the primary key backwards. */
const newestFirst = prepareQuery((sql: CrmQueries, page: PageRequest) => {
  const query = filtered(sql, page).orderBy('id', 'desc')
  return page.lastId === undefined ? query : query.where('id', '<', page.lastId)
})

const byName = prepareQuery((sql: CrmQueries, page: PageRequest) => {
  const query = filtered(sql, page).orderBy('companyName').orderBy('id')
  const { lastName, lastId } = page
  if (lastName === undefined || lastId === undefined) return query
  return query.where((where) =>
    where(where.refTuple('companyName', 'id'), '>', where.tuple(lastName, lastId)),
  )
})

/** A page's customers that fit the filter and one more, the newest first. */
export function newestCustomers({ cursor, limit, sort: _newest, ...filter }: CustomerFilter) {
  const [lastId] = cursor === undefined ? [] : decodeCursor(cursor, z.tuple([z.uuid()]))
  return newestFirst({ ...filter, limit: limit + 1, lastId })
}

/** The customers of the organization that fit the filter, a page at a time. */
export async function readCustomers(ctx: CrmTenant, filter: CustomerFilter): Promise<Page<CustomerRow>> {
  const { sort, cursor, limit, ...filters } = filter
  if (sort === 'newest') return toPage(await ctx.db.read(newestCustomers(filter)), limit, (row) => [row.id])
  const [lastName, lastId] = cursor === undefined ? [] : decodeCursor(cursor, z.tuple([z.string(), z.uuid()]))
  const rows = await ctx.db.read(byName({ ...filters, limit: limit + 1, lastName, lastId }))
  return toPage(rows, limit, (row) => [row.companyName, row.id])
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
