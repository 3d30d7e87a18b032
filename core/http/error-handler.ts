import { isWaslaError } from '@wasla/sdk'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { problemOf, PROBLEM_TYPE } from './problem.ts'

/** Answers with the problem document of an error. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const ifMatch = request.headers['if-match'] !== undefined
  const document = problemOf(error, { id: request.id, url: request.url, ifMatch })
  if (document.status >= 500 && !(isWaslaError(error) && error.kind === 'unavailable')) {
    request.log.error(
      { err: error, organizationId: request.session?.organizationId },
      'A request failed unexpectedly',
    )
  }
  if (document.status === 401) reply.header('www-authenticate', 'Bearer')
  if (document.status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', '1')
  if (typeof document['retryAfter'] === 'number') reply.header('retry-after', document['retryAfter'])
  // A string passes the route's serialisers by; they know only its successes.
  return reply
    .code(document.status)
    .removeHeader('etag')
    .header('content-type', PROBLEM_TYPE)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(document))
}
