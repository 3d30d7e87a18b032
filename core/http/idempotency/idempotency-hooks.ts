import { hash } from 'node:crypto'
import { invalid, isWaslaError, WaslaError } from '@wasla/sdk'
import type {
  FastifyReply,
  FastifyRequest,
  onSendAsyncHookHandler,
  preHandlerAsyncHookHandler,
} from 'fastify'
import { $ZodType } from 'zod/v4/core'
import type { IdempotencyClaim } from '../../database/data-access.ts'
import type { CompileSerializer } from '../serialization.ts'
import type { IdempotencyStore, StoredResponse } from './idempotency-store.ts'

const KEY = /^[\x21-\x7e]{1,255}$/
const KEPT_HEADERS = ['content-type', 'etag', 'location']
export const IDEMPOTENT_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE']

function claimOf(request: FastifyRequest, key: string, principal: string): IdempotencyClaim {
  if (!KEY.test(key)) {
    throw invalid(
      'invalid_idempotency_key',
      'Idempotency-Key must be 1 to 255 visible ASCII characters, such as a UUID.',
    )
  }
  const type = request.headers['content-type']
  if (type !== undefined && !/^application\/(?:[\w.-]+\+)?json/i.test(type)) {
    throw invalid(
      'idempotency_unsupported',
      `A body of type "${type}" cannot be repeated by Idempotency-Key, which works for JSON only; send it without the key.`,
    )
  }
  return {
    principal,
    route: `${request.method} ${request.routeOptions.url ?? request.url}`,
    key,
    bodyHash: hash('sha256', request.rawBody ?? '', 'buffer'),
  }
}

/**
 * Answers with the result of a write whose response was never kept: as the first success its route declares. The result
 * went through JSON, so what was a `Date` is a string by now, which a check against the schema would refuse.
 */
function answerFromResult(
  result: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  compile: CompileSerializer,
): FastifyReply {
  const responses = Object.entries((request.routeOptions.schema?.response ?? {}) as Record<string, unknown>)
  const [status = '200', schema] = responses.find(([code]) => /^2\d\d$/.test(code)) ?? []
  if (schema instanceof $ZodType) reply.type('application/json; charset=utf-8').serializer(compile(schema))
  return reply.code(Number(status)).send(result)
}

function replay(
  stored: StoredResponse,
  claim: IdempotencyClaim,
  request: FastifyRequest,
  reply: FastifyReply,
  compile: CompileSerializer,
): FastifyReply {
  if (!stored.bodyHash.equals(claim.bodyHash)) {
    throw new WaslaError(
      'invalid',
      'idempotency_key_reused',
      'This Idempotency-Key was used for another body, so it cannot stand for this one; choose a new key.',
    )
  }
  reply.header('idempotent-replayed', 'true').headers(stored.headers)
  request.idempotency = null
  if (stored.status === null) return answerFromResult(stored.body, request, reply, compile)
  return reply.code(stored.status).send(stored.body)
}

export interface Idempotency {
  readonly claim: preHandlerAsyncHookHandler
  readonly keep: onSendAsyncHookHandler
  /** When another request with the same key won the race: its response, once it is committed. */
  readonly answerOfWinner: (
    error: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<FastifyReply | undefined>
}

/**
 * Answers a repeated request from the first one's response, or claims the key. The claim's row is written by
 * the first unit of work, in its own transaction; the response is added before it leaves.
 */
export function createIdempotency(store: IdempotencyStore, compile: CompileSerializer): Idempotency {
  return {
    async claim(request, reply) {
      const key = request.headers['idempotency-key']
      const { actor } = request
      if (key === undefined || actor === null) return undefined
      const claim = claimOf(request, String(key), `${actor.principal.kind}:${actor.principal.id}`)
      const stored = await store.find(actor.organizationId, claim)
      if (stored !== undefined) return replay(stored, claim, request, reply, compile)
      request.idempotency = claim
      return undefined
    },

    async keep(request, reply, payload) {
      const { actor, idempotency } = request
      if (idempotency === null || actor === null || reply.statusCode >= 300) return payload
      const headers = Object.fromEntries(
        KEPT_HEADERS.flatMap((name) =>
          reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [],
        ),
      )
      const body = typeof payload === 'string' ? payload : null
      try {
        await store.save(actor.organizationId, idempotency, { status: reply.statusCode, headers, body })
      } catch (error) {
        // The write is committed: a failure here must not turn its success into an error.
        request.log.warn({ err: error }, 'The answer to a request with an Idempotency-Key could not be kept')
      }
      return payload
    },

    async answerOfWinner(error, request, reply) {
      const { actor, idempotency } = request
      if (
        !isWaslaError(error) ||
        error.code !== 'idempotent_replay' ||
        idempotency === null ||
        actor === null
      )
        return undefined
      const stored = await store.find(actor.organizationId, idempotency)
      return stored === undefined ? undefined : replay(stored, idempotency, request, reply, compile)
    },
  }
}
