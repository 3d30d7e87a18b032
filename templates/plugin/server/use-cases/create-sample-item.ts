import { sampleItemCreated } from '../../contract/sample-item.events.ts'
import type { NewSampleItem, SampleItemRow } from '../../contract/sample-item.schema.ts'
import type { AcmeSampleContext } from '../data/entities.ts'

/** Adds an item and tells who listens. */
export async function createSampleItem(ctx: AcmeSampleContext, input: NewSampleItem): Promise<SampleItemRow> {
  ctx.authorize('acme-sample.sample-items.write')
  const [item] = await ctx.db.command(
    (sql) =>
      sql
        .insertInto('sample_items')
        .values({ ...input, createdById: ctx.principal.id })
        .returningAll(),
    (rows, outbox) => {
      for (const { id, version, name } of rows)
        outbox.emit(sampleItemCreated, { sampleItemId: id, version, name })
    },
  )
  return item as SampleItemRow
}
