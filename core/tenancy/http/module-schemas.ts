import { z } from 'zod'

const localizedText = z.object({ en: z.string(), ar: z.string() })

export const moduleParams = z.object({ id: z.string().max(60).describe("The module's id, such as `crm`") })

export const moduleResource = z
  .object({
    id: z.string(),
    name: localizedText,
    description: localizedText,
    icon: z.string().describe('Name of a Lucide icon'),
    category: z.string(),
    version: z.string().describe("Version of the module's code"),
    active: z.boolean().describe('Whether the organization has switched it on'),
    status: z.enum(['ready', 'quarantined', 'missing']).describe('Whether this host can serve it'),
    reason: z.string().nullable().describe('Why it cannot be served'),
    requires: z.array(z.string()),
    optional: z.array(z.string()).describe('Modules it works with where they are on'),
    offers: z.array(localizedText).describe('What it brings: the titles of what it keeps'),
    planRefusal: z.string().nullable().describe("Why the organization's plan does not allow it"),
    dependents: z.array(z.string()).describe('Modules that require it'),
    conflicts: z.array(z.string()),
    hasSettings: z.boolean(),
  })
  .meta({ id: 'Module' })

export const moduleSwitch = z.strictObject({
  active: z.boolean(),
  cascade: z.boolean().default(false).describe('Switching off: the active modules that need it go too'),
  withRequirements: z.boolean().default(false).describe('Switching on: the modules it needs come along'),
})

export const switchQuery = z.object({
  wait: z
    .enum(['acknowledged'])
    .optional()
    .describe(
      'Answer only when every live host answers new requests by the new state; 202 names those that do not yet',
    ),
})

export const switchedModule = z.object({
  ...moduleResource.shape,
  switchedOn: z.array(z.string()).describe('Modules this request switched on, requirements first'),
  switchedOff: z.array(z.string()).describe('Modules this request switched off, dependents first'),
  missing: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .optional()
    .describe('Live hosts that may still answer by the old state'),
})

const settingsValue = z.record(z.string(), z.unknown())

export const settingsResource = z.object({
  value: settingsValue.describe('The settings, defaults filled in, without secrets'),
  secrets: z.record(z.string(), z.boolean()).describe('Of each secret, by its path, whether one is set'),
  version: z.int().describe('0 while nothing was ever stored'),
})

export const settingsChange = z.strictObject({
  value: settingsValue.describe('All settings; a secret that is left out stays as it is, null clears it'),
})

export const purgePreview = z.object({
  rows: z.record(z.string(), z.int()).describe('Rows to be deleted, by table'),
  confirmation: z.string().describe('Send it back to delete exactly these'),
})

export const purgeOrder = z.strictObject({ confirmation: z.string().max(100) })

export const purge = z.object({
  id: z.uuid(),
  module: z.string(),
  status: z.enum(['waiting', 'running', 'completed', 'failed']),
  rows: z.record(z.string(), z.int()).nullable().describe('Rows deleted, by table, once it is completed'),
  failure: z
    .object({ code: z.string(), message: z.string() })
    .nullable()
    .describe('Why nothing was deleted, as a problem says it'),
  createdAt: z.iso.datetime({ offset: true }),
  finishedAt: z.iso.datetime({ offset: true }).nullable(),
})

export const purgeList = z.object({ items: z.array(purge) })
