import { z } from 'zod'

/** Settings per organization; the admin UI draws the form. Every key needs a default. */
export const acmeSampleSettings = z.object({
  archiveAfterDays: z.int().min(1).max(3_650).default(365).describe('Items are archived after so many days'),
})
