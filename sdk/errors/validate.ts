import type { z } from 'zod'
import { invalid } from './errors.ts'

/**
 * Parses input that no route has checked yet: GraphQL arguments, rows of a file, a provider's answer.
 * @throws invalid `validation_failed` with every field that was refused
 */
export function validate<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }))
  const named = fields
    .map(({ field, message }) => (field === '' ? message : `${field}: ${message}`))
    .join('; ')
  throw invalid('validation_failed', `The input cannot be accepted: ${named}.`, {
    fields,
    cause: parsed.error,
  })
}
