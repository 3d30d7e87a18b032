import { defineSubscriber } from '@wasla/sdk'
import { pageViews } from './page-views.meter.ts'
import { pagePublished } from './page.events.ts'

export const countPublished = defineSubscriber({
  name: 'showcase.count-published',
  event: pagePublished,
  handle: async (ctx, event) => {
    await ctx.db.write(async (unit) => unit.meter(pageViews, 0, `published ${event.payload.pageId}`))
  },
})
