import { customerDirectory } from '@wasla/plugin-crm/contract'
import type { Page, PageQuery } from '@wasla/sdk'
import type { AccountRow } from '../../contract/points.schema.ts'
import { readAccounts } from '../data/account-list.view.ts'
import type { LoyaltyTenant } from '../data/entities.ts'

/** Who has the most points. Names are the CRM's to tell; a customer who is gone has none. */
export async function listAccounts(ctx: LoyaltyTenant, query: PageQuery): Promise<Page<AccountRow>> {
  const page = await readAccounts(ctx, query)
  const customers = await ctx.use(customerDirectory).byIds(page.items.map(({ customerId }) => customerId))
  const names = new Map(customers.map(({ id, companyName }) => [id, companyName]))
  return {
    ...page,
    items: page.items.map((account) => ({ ...account, companyName: names.get(account.customerId) ?? null })),
  }
}
