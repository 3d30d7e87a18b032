import { z } from 'zod'
import { defineJob, defineSchedule } from '@wasla/sdk'
import { acmeSampleSettings } from '../acme-sample.settings.ts'
import type { AcmeSampleSystem } from '../data/entities.ts'

const DAY = 24 * 60 * 60 * 1000

/** Archives what is old enough. */
export const archiveSampleItems = defineJob({
  name: 'acme-sample.archive-sample-items',
  payload: z.strictObject({}),
  perOrganization: 1,
  run: async (ctx: AcmeSampleSystem) => {
    const { archiveAfterDays } = await ctx.settings(acmeSampleSettings)
    const before = new Date(ctx.now().getTime() - archiveAfterDays * DAY)
    const archived = await ctx.db.write((unit) =>
      unit.execute((sql) =>
        sql
          .updateTable('sample_items')
          .set({ status: 'archived' })
          .where('status', '=', 'active')
          .where('createdAt', '<', before)
          .returning('id'),
      ),
    )
    return { archived: archived.length }
  },
})

export const nightlyArchiving = defineSchedule({
  name: 'acme-sample.nightly-archiving',
  job: archiveSampleItems,
  cron: '0 3 * * *',
  payload: {},
})
