import type { CustomerRow } from '../../contract/customer.schema.ts'
import { customerNotFound } from '../crm.errors.ts'
import type { CrmTenant } from '../data/entities.ts'

/** @throws not-found `crm.customer_not_found` */
export async function getCustomer(ctx: CrmTenant, id: string): Promise<CustomerRow> {
  const row = await ctx.db.readFirst((sql) => sql.selectFrom('customers').selectAll().where('id', '=', id))
  if (row === undefined) throw customerNotFound()
  return row
}
