import type { FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import type { ResolveDocument } from '../execution/persisted-documents.ts'
import type { Answer } from '../execution/run-operation.ts'
import { answerText } from './answer-text.ts'
import { type ResponseType, responseType } from './accept.ts'

/** A plain GraphQL request body, as the specification writes it. */
export interface GraphqlParams {
  readonly query?: string | null
  readonly operationName?: string | null
  readonly variables?: Record<string, unknown> | null
  readonly extensions?: Record<string, unknown> | null
}

/** What the common request is, once it is known to be one. */
export interface ShortRequest {
  readonly text: string
  readonly params: GraphqlParams
  readonly type: ResponseType
}

const MEMBERS = new Set(['query', 'operationName', 'variables', 'extensions'])

/**
 * Recognises the common request: one operation, POSTed as JSON, answered as JSON. Whatever else it may be, down to a
 * malformed one, is left to Yoga.
 */
export function asShortRequest(
  request: FastifyRequest,
  resolveDocument: ResolveDocument,
): ShortRequest | undefined {
  if (request.method !== 'POST' || !isJson(request.headers['content-type'])) return undefined
  const type = responseType(request.headers.accept)
  const params = request.body
  if (type === undefined || !isParams(params)) return undefined
  const text = resolveDocument(params)
  return text instanceof GraphQLError || SUBSCRIPTION.test(text) ? undefined : { text, params, type }
}

/** Only a hint: a document that merely mentions the word takes the long way and is answered the same. */
const SUBSCRIPTION = /\bsubscription\b/

const isJson = (type: string | undefined) =>
  type === 'application/json' || type?.startsWith('application/json;') === true

function isParams(body: unknown): body is GraphqlParams {
  if (!isObject(body)) return false
  for (const member in body) if (!MEMBERS.has(member)) return false
  const { query, operationName, variables, extensions } = body
  return isString(query) && isString(operationName) && isMap(variables) && isMap(extensions)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isString = (value: unknown) => value == null || typeof value === 'string'
const isMap = (value: unknown) => value == null || isObject(value)

/** Answers as Yoga would. */
export function sendAnswer(
  reply: FastifyReply,
  type: ResponseType,
  { result, refused }: Answer,
): FastifyReply {
  const status = refused && type !== 'application/json' ? 400 : 200
  return reply.code(status).type(`${type}; charset=utf-8`).send(answerText(result))
}
