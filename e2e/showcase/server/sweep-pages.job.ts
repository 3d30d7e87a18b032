import { z } from 'zod'
import { defineJob, defineSchedule } from '@wasla/sdk'
import type { ShowcaseSystem } from './page.entity.ts'

export const sweepPages = defineJob({
  name: 'showcase.sweep-pages',
  payload: z.strictObject({}),
  run: async (ctx: ShowcaseSystem, _payload, job) => {
    const pages = await ctx.db.read((sql) => sql.selectFrom('pages').select('id'))
    await job.progress(1, `${pages.length} pages`)
    return { pages: pages.length }
  },
})

export const hourlySweep = defineSchedule({
  name: 'showcase.hourly-sweep',
  job: sweepPages,
  cron: '0 * * * *',
  timeZone: 'UTC',
  payload: {},
})
