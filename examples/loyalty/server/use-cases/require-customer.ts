import { customerDirectory } from '@wasla/plugin-crm/contract'
import type { LoyaltyTenant } from '../data/entities.ts'
import { customerNotFound } from '../loyalty.errors.ts'

/** @throws not-found `loyalty.customer_not_found` */
export async function requireCustomer(ctx: LoyaltyTenant, customerId: string): Promise<void> {
  const [customer] = await ctx.use(customerDirectory).byIds([customerId])
  if (customer === undefined) throw customerNotFound()
}
