import { beforeCustomerDelete } from '../../contract/before-customer-delete.hook.ts'
import { customerDeleted } from '../../contract/customer.events.ts'
import { customerNotFound } from '../crm.errors.ts'
import { Customer } from '../data/customer.entity.ts'
import type { CrmContext } from '../data/entities.ts'

/** Deletes a customer and its activities, unless another module forbids it. @throws conflict `stale_version` */
export async function deleteCustomer(ctx: CrmContext, id: string, version?: number): Promise<void> {
  ctx.authorize('crm.customers.write')
  await ctx.db.write(async (unit) => {
    const customer = await unit.findOne(Customer, { id }, { version })
    if (customer === null) throw customerNotFound()
    await unit.runHooks(beforeCustomerDelete, { customerId: id })
    unit.remove(customer)
    unit.emit(customerDeleted, { customerId: id, version: customer.version + 1 })
  })
}
