import { conflict } from '@wasla/sdk'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { $ZodDate, $ZodNullable, $ZodObject, $ZodOptional, type $ZodType } from 'zod/v4/core'
import type { IdempotencyClaim } from '../../database/data-access.ts'
import type { CompileSerializer } from '../serialization.ts'

type SuccessfulResponse = readonly [status: string, schema: $ZodType] | undefined

const responseOf = (request: FastifyRequest): SuccessfulResponse =>
  Object.entries((request.routeOptions.schema?.response ?? {}) as Record<string, $ZodType>).find(([code]) =>
    /^2\d\d$/.test(code),
  )

/** The status with which a route answers what its only write comes to; `undefined` where it does not. */
export function statusOfResult(request: FastifyRequest): number | undefined {
  if (request.routeOptions.config.writesOnly !== true) return undefined
  const [status] = responseOf(request) ?? []
  return status === undefined ? undefined : Number(status)
}

/** A command's result is its rows; an answer is one of them. */
const single = (result: unknown): unknown =>
  Array.isArray(result) && result.length === 1 ? result[0] : result

/** Whether a result that went through JSON, where a `Date` is a string, can be what the schema describes. */
function fits(result: unknown, schema: $ZodType): boolean {
  if (!(schema instanceof $ZodObject) || typeof result !== 'object' || result === null) return false
  const shape: Readonly<Record<string, unknown>> = schema._zod.def.shape
  return Object.entries(shape).every(([key, value]) => key in result || value instanceof $ZodOptional)
}

/** Whether a value is the same after it went through JSON, but for a `Date`, which a serialiser writes as JSON does. */
const survives = (value: unknown): boolean =>
  value === null || (typeof value !== 'bigint' && (typeof value !== 'object' || value instanceof Date))

/** The server's JSON tells a moment to the microsecond, ours to the millisecond: answers have a `Date`'s. */
function withDates(result: object, schema: $ZodType): object {
  if (!(schema instanceof $ZodObject)) return result
  const shape: Readonly<Record<string, $ZodType>> = schema._zod.def.shape
  return Object.fromEntries(
    Object.entries(result).map(([key, value]) => [
      key,
      typeof value === 'string' && holdsDate(shape[key]) && !Number.isNaN(Date.parse(value))
        ? new Date(value)
        : value,
    ]),
  )
}

function holdsDate(schema: $ZodType | undefined): boolean {
  if (schema instanceof $ZodNullable || schema instanceof $ZodOptional)
    return holdsDate(schema._zod.def.innerType)
  return schema instanceof $ZodDate
}

/** Whether the answer that leaves is the one that `answerFromResult` will give to a repetition. */
export function isResult(
  { status, result, sent, committed }: IdempotencyClaim,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  if (committed !== true || status !== reply.statusCode || reply.hasHeader('location')) return false
  const row = single(result)
  const [, schema] = responseOf(request) ?? []
  return (
    row === sent && schema !== undefined && fits(row, schema) && Object.values(row as object).every(survives)
  )
}

/**
 * Answers with the write's result: for a route that always does, and for a write whose host was lost before its answer was
 * kept, where that is what the route answers.
 * @throws conflict `idempotent_answer_lost` where it is not
 */
export function answerFromResult(
  stored: string | null,
  request: FastifyRequest,
  reply: FastifyReply,
  compile: CompileSerializer,
): FastifyReply {
  const [status, schema] = responseOf(request) ?? []
  if (status === '204') return reply.code(204).send()
  const result = single(stored === null ? null : JSON.parse(stored))
  if (schema !== undefined && fits(result, schema)) {
    reply.type('application/json; charset=utf-8').serializer(compile(schema))
    return reply.code(Number(status)).send(withDates(result as object, schema))
  }
  throw conflict(
    'idempotent_answer_lost',
    'The request with this Idempotency-Key was carried out, but its host was lost before the answer was kept; nothing was done again, so look at what there is now.',
  )
}
