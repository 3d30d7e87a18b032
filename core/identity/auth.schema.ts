import { z } from 'zod'
import { issuedTokens } from './sessions/session.schema.ts'

export const printable = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'has characters that cannot be shown')

export const email = z
  .string()
  .trim()
  .normalize('NFC')
  .toLowerCase()
  .pipe(z.email().max(254))
  .describe('Matched without regard to upper and lower case')

export const password = z
  .string()
  .min(8)
  .max(128)
  .refine((text) => text.trim() !== '', 'is only white space')

export const registration = z.object({ organizationName: printable, fullName: printable, email, password })

export const verificationSent = z.object({
  status: z
    .literal('verify_email')
    .describe('The rest comes by mail: a link that completes the registration, or word of an account'),
})
export const registrationConfirmation = z.object({
  token: z.string().max(100).describe('From the link in the mail'),
  password: z.string().max(128).describe('The one that was chosen when registering'),
})
export const credentials = z.object({
  email,
  password: z.string().max(128),
  organizationId: z.uuid().optional().describe('Which of your organizations to enter; the first by default'),
})

const user = z.object({
  id: z.uuid(),
  email: z.string(),
  fullName: z.string(),
  emailVerified: z.boolean(),
  language: z.enum(['ar', 'en']),
  timeZone: z.string().describe("Theirs, or the organization's"),
})

const organization = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string().nullable(),
  defaultLanguage: z.enum(['ar', 'en']),
  timeZone: z.string(),
})

export const signedIn = z.object({ user, organization, ...issuedTokens.shape })

const impersonation = z
  .object({ operator: z.string(), until: z.date() })
  .describe('An operator acts as this person: pages show it all the time')

export const currentUser = z.object({
  user,
  organization,
  role: z.string(),
  impersonation: impersonation.optional(),
})

export type Registration = z.output<typeof registration>
export type Credentials = z.output<typeof credentials>
export type SignedIn = z.output<typeof signedIn>
export type CurrentUser = z.output<typeof currentUser>
