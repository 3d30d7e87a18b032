import type { SystemContext } from '@wasla/sdk'
import type { entities } from '../data/entities.ts'

const stages = [
  { key: 'new', nameEn: 'New', nameAr: 'جديد', status: 'open' },
  { key: 'qualified', nameEn: 'Qualified', nameAr: 'مؤهل', status: 'open' },
  { key: 'proposal', nameEn: 'Proposal', nameAr: 'عرض سعر', status: 'open' },
  { key: 'won', nameEn: 'Won', nameAr: 'فوز', status: 'won' },
  { key: 'lost', nameEn: 'Lost', nameAr: 'خسارة', status: 'lost' },
].map((stage, index) => ({ ...stage, position: index + 1 }))

/** Gives an organization its first sales stages; those it has already are left alone. */
export async function seedSalesStages(ctx: SystemContext<typeof entities>): Promise<void> {
  await ctx.db.command((sql) =>
    sql
      .insertInto('sales_stages')
      .values(stages)
      .onConflict((conflict) => conflict.columns(['organizationId', 'key']).doNothing())
      .returning('id'),
  )
}
