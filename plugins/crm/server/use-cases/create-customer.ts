import { prepareQuery, type Given } from '@wasla/sdk'
import { customerCreated } from '../../contract/customer.events.ts'
import type { CustomerRow, NewCustomer } from '../../contract/customer.schema.ts'
import { crmSettings } from '../crm.settings.ts'
import type { CrmContext, CrmQueries } from '../data/entities.ts'
import { toE164 } from '../phone.ts'
import { requireOwner } from './require-owner.ts'

type Written = Omit<NewCustomer, 'phone'> & Pick<CustomerRow, 'phone' | 'phoneRaw'>

const insertCustomer = prepareQuery((sql: CrmQueries, given: Given<Written>) =>
  sql.insertInto('customers').values(given).returningAll(),
)

/**
 * @throws conflict `crm.duplicate` when the external id is taken; invalid `crm.reference_missing` for an unknown stage,
 * `crm.owner_unknown`
 */
export async function createCustomer(ctx: CrmContext, input: NewCustomer): Promise<CustomerRow> {
  ctx.authorize('crm.customers.write')
  await requireOwner(ctx, input.ownerId)
  const { phone: written, ...given } = input
  const phone =
    written == null ? null : toE164(written, input.country, (await ctx.settings(crmSettings)).defaultCountry)
  const [customer] = await ctx.db.command(
    insertCustomer({ ...given, phone, phoneRaw: written ?? null }),
    (rows, outbox) => {
      for (const { id, version, companyName } of rows)
        outbox.emit(customerCreated, { customerId: id, version, companyName, source: 'api' })
    },
  )
  return customer as CustomerRow
}
