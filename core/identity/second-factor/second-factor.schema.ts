import { z } from 'zod'

const pendingToken = z.string().max(100).describe('From the answer that asked for a second factor')
const code = z.string().trim().min(6).max(40)
const currentPassword = z.string().max(128).optional()

export const pendingSecondFactor = z.object({
  secondFactor: z.object({
    token: z.string().describe('Continues this sign-in at `/auth/second-factor`; it is no access token'),
    methods: z
      .array(z.string())
      .describe('`totp`, `backup-code`, or a channel that brings a code: `email`, `sms`'),
    expiresAt: z.date(),
  }),
})

export const secondFactorAnswer = z.object({ token: pendingToken, method: z.string().max(40), code })
export const codeRequest = z.object({ token: pendingToken, channel: z.string().max(40) })
export const ownerConfirmation = z.object({ currentPassword })
export const totpCode = z.object({ code })
export const totpSetup = z.object({
  secret: z.string().describe('For typing into an authenticator app'),
  uri: z.string().describe('For a QR code: `otpauth://totp/…`'),
})
export const backupCodes = z.object({
  backupCodes: z.array(z.string()).describe('Each works once; they are shown only here'),
})
export const secondFactorState = z.object({
  totp: z.boolean(),
  backupCodesLeft: z.number().int(),
  phone: z.boolean().describe('Whether a code is sent to the phone'),
  passkeys: z.number().int(),
  required: z.boolean().describe('Whether the organization requires a second factor'),
})
export const secondFactorRequirement = z.object({ required: z.boolean() })
