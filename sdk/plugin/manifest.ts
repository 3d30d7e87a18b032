import { z } from 'zod'

/** The contract this SDK speaks. A host supports this integer and the one before it. */
export const SDK_CONTRACT = 1

/** The id names the plugin's Postgres schema; these are taken. */
const RESERVED = new Set(['platform', 'pgboss', 'public', 'extensions', 'information-schema'])

const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by "-", such as "link-in-bio"')
  .max(40)
  .refine(
    (value) => !RESERVED.has(value) && !value.startsWith('pg-'),
    'is reserved: it would name a schema of the platform',
  )

const range = z.string().min(1).describe('A semver range, such as "^1.2.0"')

const localized = z
  .strictObject({ en: z.string().min(1), ar: z.string().min(1) })
  .describe('The same text in English and Arabic')

const permission = z.strictObject({
  resource: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe('What is protected, in the plural: "customers"'),
  actions: z.array(z.enum(['read', 'write'])).min(1),
  title: localized,
  own: z
    .boolean()
    .default(false)
    .describe(
      "Whether a role may be limited to what is the member's own; a migration calls platform.own_rows for its table",
    ),
})

/**
 * `plugin.json`: everything the platform must know about a module without running its code.
 * Unknown keys are refused, so that a typing mistake is a sentence and not a silence.
 */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/, 'must be a semantic version such as "1.0.0"'),
  name: localized,
  description: localized,
  icon: z.string().default('puzzle').describe('Name of a Lucide icon'),
  category: z
    .enum([
      'sales',
      'support',
      'marketing',
      'finance',
      'learning',
      'communication',
      'productivity',
      'platform',
      'other',
    ])
    .default('other'),
  sdk: z.int().positive().describe('The SDK contract it was written against'),
  requires: z.record(id, range).default({}).describe('Modules without which it cannot run'),
  optional: z.record(id, range).default({}).describe('Modules it extends when they are there'),
  conflicts: z.record(id, range).default({}).describe('Modules that may not be active beside it'),
  permissions: z.array(permission).default([]),
  routePrefix: z
    .string()
    .regex(/^\/[a-z0-9]+(-[a-z0-9]+)*$/, 'must be one path segment such as "/crm"')
    .optional()
    .describe('Where its routes live under /api/v1; defaults to "/" and the id'),
  active: z.boolean().default(false).describe('Whether a new organization starts with it switched on'),
  retention: z
    .strictObject({
      parkedDays: z
        .int()
        .min(1)
        .max(365)
        .default(30)
        .describe('How long what is addressed to it waits while it is off'),
    })
    .default({ parkedDays: 30 }),
})

/** A parsed `plugin.json`, defaults filled in. */
export type Manifest = z.output<typeof manifestSchema>

/** What an author writes in `plugin.json`. */
export type ManifestInput = z.input<typeof manifestSchema>

/** Text in both languages of the platform. */
export type LocalizedText = z.output<typeof localized>

/** The JSON Schema of `plugin.json`, for editors; published as `plugin.schema.json`. */
export function manifestJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(manifestSchema, { io: 'input', target: 'draft-2020-12' })
}
