import type { FastifySchema, preSerializationHookHandler } from 'fastify'
import { $ZodObject } from 'zod/v4/core'

const SUCCESSES = ['200', '201']

/** Whether a route answers with one resource that has a `version`. */
export function answersWithVersion(schema: FastifySchema | undefined): boolean {
  const responses = Object.entries((schema?.response ?? {}) as Record<string, unknown>)
  return responses.some(
    ([status, response]) =>
      SUCCESSES.includes(status) && response instanceof $ZodObject && 'version' in response._zod.def.shape,
  )
}

const matches = (header: string, tag: string) =>
  header === '*' || header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag)

/** Tags a resource with its version; a client that has that version already gets 304 and no body. */
export const tagWithVersion: preSerializationHookHandler<unknown> = (request, reply, payload, done) => {
  const version =
    typeof payload === 'object' && payload !== null && 'version' in payload ? payload.version : undefined
  if (typeof version === 'number' && reply.statusCode < 300 && !reply.hasHeader('etag')) {
    const tag = `"v${version}"`
    reply.header('etag', tag)
    const known = request.headers['if-none-match']
    if (
      known !== undefined &&
      (request.method === 'GET' || request.method === 'HEAD') &&
      matches(known, tag)
    ) {
      reply.code(304).serializer(() => '')
    }
  }
  done(null, payload)
}
