import { customerUpdated } from '../../contract/customer.events.ts'
import type { CustomerChanges, CustomerRow } from '../../contract/customer.schema.ts'
import { customerNotFound } from '../crm.errors.ts'
import { crmSettings } from '../crm.settings.ts'
import { Customer } from '../data/customer.entity.ts'
import type { CrmContext } from '../data/entities.ts'
import { toE164 } from '../phone.ts'
import { getCustomer } from './get-customer.ts'
import { requireOwner } from './require-owner.ts'

/**
 * Changes the given properties and leaves the others.
 * @param version the version the caller has seen, if it says
 * @throws not-found `crm.customer_not_found`; conflict `stale_version`; invalid `crm.owner_unknown`
 */
export async function updateCustomer(
  ctx: CrmContext,
  id: string,
  changes: CustomerChanges,
  version?: number,
): Promise<CustomerRow> {
  ctx.authorize('crm.customers.write')
  await requireOwner(ctx, changes.ownerId)
  const { defaultCountry } = await ctx.settings(crmSettings)
  await ctx.db.write(async (unit) => {
    const customer = await unit.findOne(Customer, { id }, { version })
    if (customer === null) throw customerNotFound()
    const before = customer.version
    const { phone: written, ...given } = changes
    Object.assign(customer, given)
    if (written !== undefined) customer.phoneRaw = written
    // Another country may be what makes a number understood.
    if (written !== undefined || given.country !== undefined) {
      const { phoneRaw, country } = customer
      customer.phone = phoneRaw == null ? null : toE164(phoneRaw, country, defaultCountry)
    }
    await unit.flush()
    if (customer.version === before) return
    unit.emit(customerUpdated, { customerId: id, version: customer.version, changed: Object.keys(changes) })
  })
  return getCustomer(ctx, id)
}
