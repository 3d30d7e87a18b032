import { z } from 'zod'
import { jsonSchemaOf } from '../json-schema.ts'
import { PROBLEM_TYPE } from '../problem.ts'

const problemDocument = z
  .looseObject({
    type: z.string().describe('Names the kind of problem'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; what programs should look at, such as `crm.customer_not_found`'),
    detail: z.string().describe('What happened, what it means and what to do, for people'),
    instance: z.string(),
    requestId: z.string(),
    fields: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .describe('What was refused, by path'),
  })
  .describe('An error (RFC 9457)')

const problem = (description: string) => ({
  description,
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
})

/** What operations refer to. */
export const sharedParts = {
  schemas: { Problem: jsonSchemaOf(problemDocument, 'output') },
  responses: {
    Invalid: problem('The input cannot be accepted.'),
    Unauthenticated: problem('Nobody is signed in.'),
    Forbidden: problem('The signed-in person may not do this.'),
    NotFound: problem('There is no such thing here, or its module is off.'),
    Conflict: problem('The present state forbids it.'),
    Problem: problem('Any other error.'),
  },
  headers: {
    ETag: { description: 'The version, for If-Match and If-None-Match', schema: { type: 'string' } },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description:
        'Repeating a request with the same key and body gives the first answer again, without a second effect.',
      schema: { type: 'string', maxLength: 255 },
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      description:
        'The ETag of the version that is to be changed; 412 when it is not the present one any more.',
      schema: { type: 'string' },
    },
  },
  securitySchemes: {
    accessToken: { type: 'http', scheme: 'bearer', description: 'The `accessToken` of `/auth/login`' },
    sessionCookie: {
      type: 'apiKey',
      in: 'cookie',
      name: 'wasla',
      description: '`__Host-wasla` behind https',
    },
  },
}
