import { z } from 'zod'
import { printable } from '../auth.schema.ts'

export const providerList = z.object({
  items: z.array(z.object({ key: z.string(), name: z.string() })),
})
export const providerListQuery = z.object({
  organization: z.string().max(100).optional().describe('The slug of an organization with its own sign-in'),
})
export const providerKey = z.object({ key: z.string().max(60) })
export const startQuery = z.object({ returnTo: z.string().max(500).default('/admin') })
export const linkRequest = z.object({
  returnTo: z.string().max(500).default('/admin'),
  currentPassword: z.string().max(128).optional(),
})
export const linkAddress = z.object({ url: z.string().describe('Where to go on, in the same browser') })

/** Providers add parameters of their own to the standard's. */
export const providerAnswer = z.looseObject({ state: z.string().max(500).optional() })

export const identityResource = z.object({
  provider: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
})
export const identityList = z.object({ items: z.array(identityResource) })

const issuer = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .transform((url) => url.replace(/\/$/, ''))
const emailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u, 'is no domain such as example.com')
  .max(253)
// Whoever configures sign-in would otherwise hand out more than they may have.
const role = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/)
  .refine((key) => key !== 'owner' && key !== 'admin', 'cannot be given to everybody who signs in')

export const newProvider = z.object({
  name: printable,
  issuer,
  clientId: z.string().min(1).max(500),
  clientSecret: z.string().min(1).max(2000),
  emailDomains: z
    .array(emailDomain)
    .max(20)
    .default([])
    .describe('New people with an address of these domains become members'),
  role: role.default('member'),
  enabled: z.boolean().default(true),
})
export const providerChanges = z.object({
  name: printable.optional(),
  clientId: z.string().min(1).max(500).optional(),
  clientSecret: z.string().min(1).max(2000).optional(),
  emailDomains: z.array(emailDomain).max(20).optional(),
  role: role.optional(),
  enabled: z.boolean().optional(),
})
export const organizationProvider = z.object({
  id: z.uuid(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  emailDomains: z.array(z.string()),
  role: z.string(),
  enabled: z.boolean(),
  redirectUri: z.string().describe('What to enter at the provider'),
})
export const organizationProviderList = z.object({ items: z.array(organizationProvider) })
export const organizationProviderParams = z.object({ id: z.uuid() })
