import { z } from 'zod'

export const crmSettings = z.object({
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as SA')
    .default('SA')
    .describe('Country of phone numbers that are written without a country code'),
})
