import type { SampleItemChanges, SampleItemRow } from '../../contract/sample-item.schema.ts'
import { sampleItemNotFound } from '../acme-sample.errors.ts'
import type { AcmeSampleContext } from '../data/entities.ts'
import { SampleItem } from '../data/sample-item.entity.ts'
import { getSampleItem } from './get-sample-item.ts'

/**
 * Changes the given properties and leaves the others.
 * @param version the version the caller has seen, if it says
 * @throws not-found `acme-sample.sample_item_not_found`; conflict `stale_version`
 */
export async function updateSampleItem(
  ctx: AcmeSampleContext,
  id: string,
  changes: SampleItemChanges,
  version?: number,
): Promise<SampleItemRow> {
  ctx.authorize('acme-sample.sample-items.write')
  await ctx.db.write(async (unit) => {
    const item = await unit.findOne(SampleItem, { id }, { version })
    if (item === null) throw sampleItemNotFound()
    Object.assign(item, changes)
  })
  return getSampleItem(ctx, id)
}
