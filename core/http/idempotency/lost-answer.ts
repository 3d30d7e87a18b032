import { conflict } from '@wasla/sdk'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { $ZodObject, $ZodOptional, type $ZodType } from 'zod/v4/core'
import type { CompileSerializer } from '../serialization.ts'

/** A command's result is its rows; an answer is one of them. */
const single = (result: unknown): unknown =>
  Array.isArray(result) && result.length === 1 ? result[0] : result

/** Whether a result that went through JSON, where a `Date` is a string, can be what the schema describes. */
function fits(result: unknown, schema: $ZodType): boolean {
  if (!(schema instanceof $ZodObject) || typeof result !== 'object' || result === null) return false
  const shape: Readonly<Record<string, unknown>> = schema._zod.def.shape
  return Object.entries(shape).every(([key, value]) => key in result || value instanceof $ZodOptional)
}

/**
 * Answers for a write whose host was lost before its answer was kept: with the write's result, where that is what the
 * route answers.
 * @throws conflict `idempotent_answer_lost` where it is not
 */
export function answerFromResult(
  stored: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  compile: CompileSerializer,
): FastifyReply {
  const responses = Object.entries((request.routeOptions.schema?.response ?? {}) as Record<string, $ZodType>)
  const [status, schema] = responses.find(([code]) => /^2\d\d$/.test(code)) ?? []
  if (status === '204') return reply.code(204).send()
  const result = single(stored)
  if (schema !== undefined && fits(result, schema)) {
    reply.type('application/json; charset=utf-8').serializer(compile(schema))
    return reply.code(Number(status)).send(result)
  }
  throw conflict(
    'idempotent_answer_lost',
    'The request with this Idempotency-Key was carried out, but its host was lost before the answer was kept; nothing was done again, so look at what there is now.',
  )
}
