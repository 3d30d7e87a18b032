import { z } from 'zod'
import { email, printable } from '../../identity/auth.schema.ts'

const isTimeZone = (name: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const RESERVED = new Set(['admin', 'api', 'app', 'www', 'graphql', 'dev', 'platform', 'wasla'])

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by "-", such as "blue-nile"')
  .min(3)
  .max(63)
  .refine((text) => !RESERVED.has(text), 'is reserved')

const color = z.string().regex(/^#[\da-f]{6}$/i, 'must be a colour such as "#0b6e5f"')

export const branding = z.strictObject({
  primaryColor: color.optional(),
  accentColor: color.optional(),
  logoFileId: z.uuid().optional().describe('An uploaded file'),
})

const network = z
  .string()
  .trim()
  .pipe(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]))
  .describe('An address, or a network such as `203.0.113.0/24`')

export const organizationResource = z
  .object({
    id: z.uuid(),
    name: z.string(),
    slug: z.string().nullable(),
    status: z.enum(['active', 'suspended']),
    defaultLanguage: z.enum(['ar', 'en']),
    timeZone: z.string(),
    branding,
    taxId: z.string().nullable(),
    billingEmail: z.string().nullable(),
    seatLimit: z.int().nullable(),
    createdAt: z.date(),
    deleteAfter: z.date().nullable().describe('When it is deleted for good, if an owner asked for that'),
    version: z.int(),
  })
  .meta({ id: 'Organization' })

export const organizationChanges = z.strictObject({
  name: printable.optional(),
  slug: slug.nullable().optional(),
  defaultLanguage: z.enum(['ar', 'en']).optional(),
  timeZone: z.string().max(100).refine(isTimeZone, 'is no time zone such as Africa/Cairo').optional(),
  branding: branding.optional(),
  taxId: printable.max(50).nullable().optional(),
  billingEmail: email.nullable().optional(),
})

export const newOrganization = z.strictObject({
  name: printable,
  defaultLanguage: z.enum(['ar', 'en']).optional(),
  timeZone: organizationChanges.shape.timeZone,
})

export const myOrganization = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string().nullable(),
  role: z.string(),
  status: z.enum(['active', 'suspended']),
  current: z.boolean().describe('Whether this session is in it'),
})

export const organizationSwitch = z.strictObject({ organizationId: z.uuid() })

export const allowedAddresses = z.strictObject({
  networks: z
    .array(network)
    .max(200)
    .describe('Members and API keys come from these only; from everywhere when empty'),
})

export const allowedNetworks = z.object({ networks: z.array(z.string()) })

export const deletionOrder = z.strictObject({
  confirmation: z.string().max(200).describe("The organization's name"),
})

export type Organization = z.output<typeof organizationResource>
export type OrganizationChanges = z.output<typeof organizationChanges>
export type NewOrganization = z.output<typeof newOrganization>
export type MyOrganization = z.output<typeof myOrganization>
