import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { invalid, isWaslaError, WaslaError } from '@wasla/sdk'
import type {
  FastifyReply,
  FastifyRequest,
  onSendAsyncHookHandler,
  preHandlerAsyncHookHandler,
  preSerializationHookHandler,
} from 'fastify'
import type { IdempotencyClaim } from '../../database/data-access.ts'
import type { CompileSerializer } from '../serialization.ts'
import type { IdempotencyStore, StoredResponse } from './idempotency-store.ts'
import { answerFromResult, isResult, statusOfResult } from './answer-from-result.ts'

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
  const [path = '', query = ''] = request.url.split('?', 2)
  return {
    // With the path's parameters: the same key for another record is another request.
    key: hash('sha256', [principal, request.method, path, key].join('\n'), 'buffer'),
    bodyHash: hash(
      'sha256',
      Buffer.concat([Buffer.from(query), Buffer.from(request.rawBody ?? '')]),
      'buffer',
    ),
    status: statusOfResult(request),
  }
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
  reply.header('idempotent-replayed', 'true')
  request.idempotency = null
  if (stored.status === null || stored.headers === null)
    return answerFromResult(stored.body, request, reply, compile)
  return reply.headers(stored.headers).code(stored.status).send(stored.body)
}

/** The first request may have committed and not answered yet; for so long its answer is waited for. */
const ANSWER_MS = 2_000
const PAUSE_MS = 20

async function findAnswered(
  store: IdempotencyStore,
  organizationId: string,
  claim: IdempotencyClaim,
): Promise<StoredResponse | undefined> {
  const end = performance.now() + ANSWER_MS
  for (;;) {
    const stored = await store.find(organizationId, claim)
    if (stored === undefined || stored.status !== null || performance.now() > end) return stored
    await sleep(PAUSE_MS)
  }
}

export interface Idempotency {
  readonly claim: preHandlerAsyncHookHandler
  /** Notes what is sent, on a route that answers with what its only write comes to. */
  readonly note: preSerializationHookHandler<unknown>
  readonly keep: onSendAsyncHookHandler
  /** Sends the response of an earlier request with the same key, if there was one. False when there was none. */
  readonly answerOfWinner: (error: unknown, request: FastifyRequest, reply: FastifyReply) => Promise<boolean>
}

/**
 * Answers a repeated request from the first one's response, or claims the key. The claim's row is written by
 * the first unit of work, in its own transaction; the response is added before it leaves, unless it is what that write came
 * to, which the row holds already.
 */
export function createIdempotency(store: IdempotencyStore, compile: CompileSerializer): Idempotency {
  return {
    async claim(request, reply) {
      const key = request.headers['idempotency-key']
      const { actor } = request
      if (key === undefined || actor === null) return undefined
      const claim = claimOf(request, String(key), `${actor.principal.kind}:${actor.principal.id}`)
      if (request.routeOptions.config.writesOnly !== true) {
        const stored = await findAnswered(store, actor.organizationId, claim)
        if (stored !== undefined) return replay(stored, claim, request, reply, compile)
      }
      request.idempotency = claim
      return undefined
    },

    note(request, _reply, payload, done) {
      if (request.idempotency !== null) request.idempotency.sent = payload
      done(null, payload)
    },

    async keep(request, reply, payload) {
      const { actor, idempotency } = request
      if (idempotency === null || actor === null || reply.statusCode >= 300) return payload
      // The row is complete then, and written once.
      if (isResult(idempotency, request, reply)) return payload
      // Secrets that are shown once are not kept for a repetition either.
      if (String(reply.getHeader('cache-control')).includes('no-store')) return payload
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
      // Any conflict: what the winner wrote may be what this one met first, such as its own external id.
      if (!isWaslaError(error) || (error.kind !== 'conflict' && !request.routeOptions.config.writesOnly))
        return false
      if (actor === null || idempotency === null || idempotency.committed === true) return false
      // It could not be asked either, and would keep its caller waiting as long again.
      if (error.code === 'database_unavailable') return false
      const stored = await findAnswered(store, actor.organizationId, idempotency)
      if (stored === undefined) return false
      replay(stored, idempotency, request, reply, compile)
      return true
    },
  }
}
