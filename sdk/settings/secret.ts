import type { z } from 'zod'

/**
 * Marks a setting or configuration value as secret: encrypted at rest, never logged, never sent to a
 * browser (forms show whether one is set).
 *
 * @example config: z.object({ STRIPE_KEY: secret(z.string()).describe('Secret key of the Stripe account') })
 */
export function secret<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ ...schema.meta(), secret: true }) as Schema
}

/** Whether a schema was marked by `secret`. */
export function isSecret(schema: z.ZodType): boolean {
  return schema.meta()?.['secret'] === true
}
