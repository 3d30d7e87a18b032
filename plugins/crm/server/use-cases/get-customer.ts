import { prepareQuery, type Given } from '@wasla/sdk'
import type { CustomerRow } from '../../contract/customer.schema.ts'
import { customerNotFound } from '../crm.errors.ts'
import type { CrmQueries, CrmTenant } from '../data/entities.ts'

const customerById = prepareQuery((sql: CrmQueries, { id }: Given<{ id: string }>) =>
  sql.selectFrom('customers').selectAll().where('id', '=', id),
)

/** @throws not-found `crm.customer_not_found` */
export async function getCustomer(ctx: CrmTenant, id: string): Promise<CustomerRow> {
  const row = await ctx.db.readFirst(customerById({ id }))
  if (row === undefined) throw customerNotFound()
  return row
}
