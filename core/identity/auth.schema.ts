import { z } from 'zod'

const printable = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'has characters that cannot be shown')

const email = z
  .string()
  .trim()
  .normalize('NFC')
  .toLowerCase()
  .pipe(z.email().max(254))
  .describe('Matched without regard to upper and lower case')

const password = z
  .string()
  .min(8)
  .max(128)
  .refine((text) => text.trim() !== '', 'is only white space')

export const registration = z.object({ organizationName: printable, fullName: printable, email, password })

export const credentials = z.object({
  email,
  password: z.string().max(128),
  organizationId: z.uuid().optional().describe('Which of your organizations to enter; the first by default'),
})

const user = z.object({
  id: z.uuid(),
  email: z.string(),
  fullName: z.string(),
  language: z.enum(['ar', 'en']),
})

const organization = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string().nullable(),
  defaultLanguage: z.enum(['ar', 'en']),
  timeZone: z.string(),
})

export const signedIn = z.object({
  user,
  organization,
  accessToken: z.string().describe('Send it as `Authorization: Bearer …`; it is shown only here'),
  expiresAt: z.date(),
})

export const currentUser = z.object({ user, organization, role: z.string() })

export type Registration = z.output<typeof registration>
export type Credentials = z.output<typeof credentials>
export type SignedIn = z.output<typeof signedIn>
export type CurrentUser = z.output<typeof currentUser>
