import { z } from 'zod'

export const loyaltySettings = z.object({
  welcomePoints: z.int().min(0).max(100_000).default(100).describe('Points that a new customer begins with'),
  expireAfterDays: z
    .int()
    .min(1)
    .max(3_650)
    .default(730)
    .describe('Accounts that rest for so many days lose their points'),
})
