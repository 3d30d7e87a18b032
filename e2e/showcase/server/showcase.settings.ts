import { z } from 'zod'
import { secret } from '@wasla/sdk'

export const showcaseSettings = z.object({
  plan: z.enum(['free', 'full']).default('full').describe('On the free plan ticketing cannot be switched on'),
  apiKey: secret(z.string().max(100)).default('').describe('A key of some provider'),
})

export const showcaseConfig = z.object({
  SIGNING_KEY: secret(z.string().min(8)).default('only-for-tests').describe('Signs webhooks'),
})
