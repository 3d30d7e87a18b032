import type { SampleItemRow } from '../../contract/sample-item.schema.ts'
import { sampleItemNotFound } from '../acme-sample.errors.ts'
import type { AcmeSampleTenant } from '../data/entities.ts'

/** @throws not-found `acme-sample.sample_item_not_found` */
export async function getSampleItem(ctx: AcmeSampleTenant, id: string): Promise<SampleItemRow> {
  const row = await ctx.db.readFirst((sql) => sql.selectFrom('sample_items').selectAll().where('id', '=', id))
  if (row === undefined) throw sampleItemNotFound()
  return row
}
