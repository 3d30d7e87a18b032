import { z } from 'zod'
import { defineJob } from '@wasla/sdk'
import type { AcmeSampleSystem } from '../data/entities.ts'

/** Runs for one organization; enqueue it in a unit of work: `unit.enqueue(sampleItem, {})`. */
export const sampleItem = defineJob({
  name: 'acme-sample.sample-item',
  payload: z.strictObject({}),
  run: async (ctx: AcmeSampleSystem, _payload, job) => {
    ctx.log.info({ attempt: job.attempt }, 'sample-item runs.')
    await job.progress(1)
  },
})
