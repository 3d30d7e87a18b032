import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ExecutionResult, GraphQLError } from 'graphql'
import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { invalid, type Logger } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import type { ResolveDocument } from '../execution/persisted-documents.ts'
import type { OperationRequest, Outcome } from '../execution/run-operation.ts'

interface YogaContext {
  readonly actor: Actor
  readonly signedInStill: () => Promise<boolean>
  readonly signal: AbortSignal
}

export interface YogaWayOptions {
  readonly run: (request: OperationRequest, actor: Actor) => Outcome | Promise<Outcome>
  readonly resolveDocument: ResolveDocument
  readonly production: boolean
  readonly maxBatch: number
  readonly log: Logger
}

/** Answers one request of any kind Yoga knows: batches, streams, GET, GraphiQL, malformed ones. */
export type YogaWay = (request: FastifyRequest, reply: FastifyReply, actor: Actor) => Promise<FastifyReply>

// How long a browser waits before it connects again, until a farewell names a better time.
const RECONNECT = 'retry: 2000\n\n'

// GraphiQL, in development only, comes from a public server; the API's own policy lets nothing load.
const GRAPHIQL_POLICY =
  "default-src 'self' 'unsafe-inline' data: blob: https://unpkg.com; img-src 'self' data: https:"

/** Yoga itself is some four hundred modules, loaded for the first request that needs it: many hosts never see one. */
export function createYogaWay(options: YogaWayOptions): YogaWay {
  let loading: ReturnType<typeof loadYoga> | undefined
  return async (request, reply, actor) => {
    assertParameters(request)
    const yoga = await (loading ??= loadYoga(options))
    const gone = new AbortController()
    reply.raw.on('close', () => gone.abort())
    const response = await yoga.fetch(
      new URL(request.url, 'http://localhost').href,
      { method: request.method, headers: headersOf(request), body: bodyOf(request) },
      { actor, signal: gone.signal, signedInStill: () => request.signedInStill() },
    )
    response.headers.forEach((value, name) => void reply.header(name, value))
    reply.code(response.status)
    const type = response.headers.get('content-type') ?? ''
    if (type.startsWith('text/html')) reply.header('content-security-policy', GRAPHIQL_POLICY)
    if (type.startsWith('text/event-stream') && response.body !== null) {
      // Kept alive after its end, the connection would keep a server from closing.
      reply.header('connection', 'close')
      return reply.send(Readable.from(withReconnect(response.body)))
    }
    return reply.send(await response.text())
  }
}

async function loadYoga(options: YogaWayOptions) {
  const { log, production, maxBatch } = options
  const { createYoga } = await import('graphql-yoga')
  return createYoga<YogaContext>({
    graphqlEndpoint: '/graphql',
    batching: { limit: maxBatch },
    multipart: false,
    graphiql: !production,
    landingPage: false,
    healthCheckEndpoint: '/graphql/health',
    cors: false,
    // Errors arrive here presented; what is left to mask are Yoga's own.
    maskedErrors: { errorMessage: 'Something went wrong inside; tell support the request id.' },
    parserAndValidationCache: false,
    logging: {
      debug: () => {},
      info: () => {},
      warn: (...parts: unknown[]) => log.warn({ parts }, 'GraphQL'),
      error: (...parts: unknown[]) => log.error({ parts }, 'GraphQL'),
    },
    plugins: [useRun(options)],
  })
}

/** What stands in a URL as JSON; Yoga parses it unchecked, and fails. */
const JSON_PARAMETERS = ['variables', 'extensions']

function assertParameters({ method, query }: FastifyRequest): void {
  if (method !== 'GET') return
  const parameters = query as Readonly<Record<string, unknown>>
  const wrong = JSON_PARAMETERS.filter((name) => parameters[name] !== undefined && !isJson(parameters[name]))
  if (wrong.length === 0) return
  const named = wrong.map((name) => `"${name}"`).join(', ')
  throw invalid('validation_failed', `The query cannot be accepted: ${named} must be one JSON value.`, {
    fields: wrong.map((field) => ({ field, message: 'is not one JSON value' })),
  })
}

function isJson(value: unknown): boolean {
  if (typeof value !== 'string') return false
  if (value === '') return true
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}

/** Runs operations in place of Yoga's own engine, so that both ways share caches, limits and answers. */
function useRun({ run, resolveDocument }: YogaWayOptions): Plugin<YogaContext> {
  return {
    onParams({ params, setParams, setParamsHandler, request }) {
      // Yoga checks the other parameters, after this.
      if (params.operationName != null && typeof params.operationName !== 'string')
        throw malformed('operationName')
      const text = hasText(params) ? resolveDocument(params) : params.query
      if (text instanceof GraphQLError) {
        setParams({ ...params, query: '{ __typename }' })
        setParamsHandler(() => refused({ errors: [text] }))
        return
      }
      setParams({ ...params, query: text ?? undefined })
      setParamsHandler(async ({ params: { query = '', operationName, variables }, context }) => {
        const { actor, signal, signedInStill } = context as unknown as YogaContext
        const readOnly = request.method !== 'POST'
        const outcome = await run(
          { text: query, operationName, variables, readOnly, signal, signedInStill },
          actor,
        )
        if ('stream' in outcome) return outcome.stream
        return outcome.refused ? refused(outcome.result) : outcome.result
      })
    },
  }
}

const malformed = (parameter: string) =>
  new GraphQLError(`The parameter "${parameter}" is not a string.`, {
    extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
  })

/** Whether the parameters name a document in any way; malformed ones are Yoga's to refuse. */
function hasText({ query, extensions }: GraphQLParams): boolean {
  return typeof query === 'string' || (query == null && typeof extensions === 'object' && extensions !== null)
}

/** Tells Yoga the status by its own means: 400, except towards clients that know only `application/json`. */
function refused(result: ExecutionResult): ExecutionResult {
  const errors = result.errors?.map((error) => {
    const { message, nodes, source, positions, path, extensions } = error
    return new GraphQLError(message, {
      nodes,
      source,
      positions,
      path,
      extensions: { ...extensions, http: { status: 400, spec: true } },
    })
  })
  return { ...result, errors }
}

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    // The body was read and is handed on at its own length.
    if (value !== undefined && name !== 'content-length' && name !== 'transfer-encoding')
      headers.set(name, String(value))
  }
  return headers
}

function bodyOf({ method, body, rawBody }: FastifyRequest): string | Uint8Array<ArrayBuffer> | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined
  if (rawBody !== undefined) return new Uint8Array(rawBody)
  return Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body)
}

async function* withReconnect(body: AsyncIterable<Uint8Array>): AsyncIterable<string | Uint8Array> {
  yield RECONNECT
  yield* body
}
