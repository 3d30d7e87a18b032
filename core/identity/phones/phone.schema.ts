import { z } from 'zod'
import { phoneNumber } from '../../sms/phone-number.ts'

const currentPassword = z.string().max(128).optional()

export const newPhone = z.object({ number: phoneNumber, currentPassword })
export const phoneConfirmation = z.object({
  token: z.string().max(100).describe('From the answer that sent the code'),
  code: z.string().trim().min(6).max(12),
})
export const pendingPhone = z.object({ token: z.string(), expiresAt: z.date() })
export const phoneChanges = z.object({
  secondFactor: z.boolean().describe('Whether signing in by password also needs a code sent to the phone'),
  currentPassword,
})
export const phoneRemoval = z.object({ currentPassword })

const phone = z.object({ number: z.string(), verifiedAt: z.date(), secondFactor: z.boolean() })

export const phoneState = z.object({
  available: z.boolean().describe('Whether this platform can write to phones'),
  phone: phone.nullable(),
})
export const changedPhone = z.object({
  ...phoneState.shape,
  backupCodes: z
    .array(z.string())
    .optional()
    .describe('With the first second factor: each works once, and they are shown only here'),
})

export type PhoneState = z.output<typeof phoneState>
