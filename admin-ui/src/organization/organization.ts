import { z } from 'zod'

/** The organization as `/organization` tells of it. */
export interface Organization {
  readonly id: string
  readonly name: string
  readonly slug: string | null
  readonly defaultLanguage: 'ar' | 'en'
  readonly timeZone: string
  readonly taxId: string | null
  readonly billingEmail: string | null
  readonly deleteAfter: string | null
  readonly version: number
}

export const organizationForm = z.object({
  name: z.string().min(1).max(200),
  slug: z.string().max(63).nullable(),
  defaultLanguage: z.enum(['ar', 'en']),
  timeZone: z.string(),
  taxId: z.string().max(50).nullable(),
  billingEmail: z.email().nullable(),
})
