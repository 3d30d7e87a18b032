import { defineSubscriber } from '@wasla/sdk'
import { sampleItemCreated } from '../../contract/sample-item.events.ts'
import { SampleItem } from '../data/sample-item.entity.ts'

/** Delivered at least once, and what it writes happens once. */
export const announceSampleItem = defineSubscriber({
  name: 'acme-sample.announce-sample-item',
  event: sampleItemCreated,
  handle: async (ctx, { payload }) => {
    await ctx.db.write(async (unit) => {
      const item = await unit.findOne(SampleItem, { id: payload.sampleItemId })
      if (item !== null) item.announcedAt = ctx.now()
    })
  },
})
