import { invalid, type FieldError } from '@wasla/sdk'
import type { FastifySchemaCompiler } from 'fastify'
import { safeParse, type $ZodIssue, type $ZodType } from 'zod/v4/core'
import { strictSchema } from './strict-schema.ts'

const PARTS: Record<string, string> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'headers',
}

function fieldsOf(issue: $ZodIssue, part: string): FieldError[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...path, key].join('.'), message: 'is not a known key' }))
  }
  return [{ field: path.length === 0 ? part : path.join('.'), message: issue.message }]
}

/** Validates with zod. Bodies are strict; what is refused is named field by field. */
export const validatorCompiler: FastifySchemaCompiler<$ZodType> = ({ schema, httpPart }) => {
  const part = PARTS[httpPart ?? 'body'] ?? 'body'
  const checked = httpPart === 'body' ? strictSchema(schema) : schema
  return (input: unknown) => {
    const result = safeParse(checked, input)
    if (result.success) return { value: result.data }
    const fields = result.error.issues.flatMap((issue) => fieldsOf(issue, part))
    const names = fields.map(({ field }) => `"${field}"`).join(', ')
    return {
      error: invalid('validation_failed', `The ${part} cannot be accepted: see ${names}.`, { fields }),
    }
  }
}
