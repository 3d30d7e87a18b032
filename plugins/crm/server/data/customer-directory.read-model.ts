import type { CustomerDirectory } from '../../contract/customer-directory.ts'
import type { CrmTenant } from './entities.ts'

export const customerDirectoryReadModel: CustomerDirectory = {
  async byIds(ctx: CrmTenant, ids) {
    if (ids.length === 0) return []
    return ctx.db.read((sql) =>
      sql
        .selectFrom('customers')
        .select(['id', 'companyName', 'contactName', 'email', 'phone'])
        .where('id', 'in', [...ids]),
    )
  },
}
