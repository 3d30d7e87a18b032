import { z } from 'zod'
import { email, password, printable } from '../auth.schema.ts'

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format()
    return true
  } catch {
    return false
  }
}

const presentPassword = z
  .string()
  .max(128)
  .optional()
  .describe('The password you sign in with now; not needed by an account that has none')

const mailedToken = z.string().max(100).describe('From the link in the mail')

export const forgottenPassword = z.object({ email })
export const passwordReset = z.object({ token: mailedToken, password })
export const passwordChange = z.object({ currentPassword: presentPassword, password })
export const emailVerification = z.object({ token: mailedToken })
export const emailChange = z.object({ email, currentPassword: presentPassword })
export const emailChangeConfirmation = z.object({ token: mailedToken })
export const emailChangeState = z.object({
  changed: z.boolean().describe('False while the other address has yet to confirm'),
})
export const accepted = z.object({ accepted: z.literal(true) })

export const userChanges = z.object({
  fullName: printable.optional(),
  language: z.enum(['ar', 'en']).nullable().optional().describe("`null` follows the organization's"),
  timeZone: z
    .string()
    .max(100)
    .refine(isTimeZone, 'is no time zone such as Africa/Cairo')
    .nullable()
    .optional()
    .describe("`null` follows the organization's"),
})

export type UserChanges = z.output<typeof userChanges>
