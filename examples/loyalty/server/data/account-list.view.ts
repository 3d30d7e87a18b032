import { decodeCursor, toPage, type Page, type PageQuery } from '@wasla/sdk'
import { z } from 'zod'
import type { AccountRow } from '../../contract/points.schema.ts'
import type { LoyaltyTenant } from './entities.ts'

/** Who has the most points, a page at a time. */
export async function readAccounts(
  ctx: LoyaltyTenant,
  page: PageQuery,
): Promise<Page<Omit<AccountRow, 'companyName'>>> {
  const rows = await ctx.db.read((sql) => {
    const query = sql
      .selectFrom('accounts')
      .select(['id', 'customerId', 'balance', 'updatedAt'])
      .orderBy('balance', 'desc')
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
    if (page.cursor === undefined) return query
    const [balance, id] = decodeCursor(page.cursor, z.tuple([z.int(), z.uuid()]))
    return query.where((where) => where(where.refTuple('balance', 'id'), '<', where.tuple(balance, id)))
  })
  return toPage(rows, page.limit, (row) => [row.balance, row.id])
}

/** The balances of several customers in one statement; 0 for those without an account. */
export async function readBalances(ctx: LoyaltyTenant, customerIds: readonly string[]): Promise<number[]> {
  const rows = await ctx.db.read((sql) =>
    sql
      .selectFrom('accounts')
      .select(['customerId', 'balance'])
      .where('customerId', 'in', [...customerIds]),
  )
  const byCustomer = new Map(rows.map(({ customerId, balance }) => [customerId, balance]))
  return customerIds.map((id) => byCustomer.get(id) ?? 0)
}
