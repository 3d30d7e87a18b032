import { z } from 'zod'
import { printable } from '../identity/auth.schema.ts'
import { parseGrant } from './grant.ts'

export const localized = z.object({ en: z.string(), ar: z.string() })

export const permissionText = z
  .string()
  .max(120)
  .refine((text) => parseGrant(text) !== undefined, 'is no permission such as "crm.customers.read"')

const rolePermissions = z
  .array(permissionText)
  .max(500)
  .describe(
    'Such as `crm.customers.write`, which implies to read; with `:own`, only what is assigned to the member',
  )

export const permissionGrid = z.object({
  modules: z.array(
    z.object({
      id: z.string().describe('A module, or `platform`'),
      title: localized,
      active: z.boolean().describe('Whether the organization has it switched on'),
      resources: z.array(
        z.object({
          resource: z.string().describe('`crm.customers`'),
          title: localized,
          actions: z.array(z.enum(['read', 'write'])),
          own: z.boolean().describe("Whether it can be limited to the member's own"),
        }),
      ),
    }),
  ),
})

export const roleResource = z
  .object({
    key: z.string(),
    name: localized,
    description: z.string().nullable(),
    builtIn: z.boolean(),
    permissions: z.array(z.string()),
    members: z.int().describe('How many have it'),
    version: z.int().nullable(),
  })
  .meta({ id: 'Role' })

export const newRole = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/, 'must be a word such as "field-service"'),
  name: printable,
  description: printable.nullable().optional(),
  permissions: rolePermissions,
})

export const roleChanges = z.strictObject({
  name: printable.optional(),
  description: printable.nullable().optional(),
  permissions: rolePermissions.optional(),
})

export const roleParams = z.object({ key: z.string().max(60) })

export const explainQuery = z.object({
  user: z.uuid().describe('A member'),
  action: z.string().max(120).describe('A permission such as `ticketing.tickets.write`'),
})

export const explanation = z.object({
  user: z.object({ id: z.uuid(), name: z.string() }),
  action: z.string(),
  allowed: z.boolean(),
  own: z.boolean().describe("Only with what is the member's own"),
  role: z.string(),
  rule: z
    .string()
    .describe('What decides: `built-in-role`, `custom-role`, `member-suspended`, `module-inactive`, …'),
  message: z.string(),
})

export const apiKeyResource = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe('The beginning of the key, by which to recognise it'),
    permissions: z.array(z.string()),
    rateLimit: z.int().nullable().describe('Requests a minute, on each host'),
    status: z.enum(['active', 'expired', 'revoked']),
    createdBy: z.string().nullable(),
    createdAt: z.date(),
    expiresAt: z.date().nullable(),
    lastUsedAt: z.date().nullable().describe('To the half minute'),
  })
  .meta({ id: 'ApiKey' })

export const newApiKey = z.strictObject({
  name: printable,
  permissions: z
    .array(permissionText.refine((text) => !text.endsWith(':own'), 'a key has nothing of its own'))
    .min(1)
    .max(500),
  rateLimit: z.int().min(1).max(100_000).optional(),
  expiresAt: z.iso
    .datetime({ offset: true })
    .refine((text) => Date.parse(text) > Date.now(), 'has passed already')
    .optional(),
})

export const createdApiKey = apiKeyResource.extend({ key: z.string().describe('Shown only here') })

export const apiKeyParams = z.object({ id: z.uuid() })

export type Role = z.output<typeof roleResource>
export type NewRole = z.output<typeof newRole>
export type RoleChanges = z.output<typeof roleChanges>
export type Explanation = z.output<typeof explanation>
export type ApiKeyView = z.output<typeof apiKeyResource>
export type NewApiKey = z.output<typeof newApiKey>
