import { STATUS_CODES } from 'node:http'
import { isWaslaError, type ErrorKind, type FieldError, type WaslaError } from '@wasla/sdk'

export const BODY_TYPE_UNSUPPORTED = 'unsupported_media_type'
export const PROBLEM_TYPE = 'application/problem+json'

/** An error as a client sees it (RFC 9457). `code` is stable; `detail` is for people. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly instance: string
  readonly requestId: string
  readonly fields?: readonly FieldError[]
  readonly [extension: string]: unknown
}

const STATUS_OF_KIND: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
}

/** Codes of the platform whose status says more than their kind's. */
const STATUS_OF_CODE: Record<string, number> = {
  method_not_allowed: 405,
  stale_version: 412,
  file_too_large: 413,
  [BODY_TYPE_UNSUPPORTED]: 415,
  file_type_refused: 415,
  idempotency_key_reused: 422,
  rate_limited: 429,
  too_many_attempts: 429,
  storage_full: 507,
}

/** What Fastify raises itself, in our words. */
const FASTIFY_ERRORS: Record<
  string,
  { readonly status: number; readonly code: string; readonly detail: string }
> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'body_too_large',
    detail: 'The body is larger than this route accepts; send less at a time.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: BODY_TYPE_UNSUPPORTED,
    detail: 'The type of the body is not understood here; send application/json.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'malformed_body',
    detail: 'The body is not as long as its Content-Length says, so it is not complete; send it again.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'malformed_body',
    detail: 'The body is not valid JSON, so it cannot be read; check its syntax.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    code: 'malformed_body',
    detail: 'The body is empty though JSON was announced; send a JSON value.',
  },
  FST_ERR_BAD_URL: {
    status: 400,
    code: 'malformed_url',
    detail: 'The URL is not valid, so it leads nowhere; check its encoding.',
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 414,
    code: 'url_too_long',
    detail: 'A part of the path is too long to name anything here.',
  },
}

/** What is known about a request when its problem is written. */
export interface ProblemRequest {
  readonly id: string
  readonly url: string
  readonly ifMatch: boolean
}

function statusOf(error: WaslaError, request: ProblemRequest): number {
  // Without If-Match the caller stated no precondition that could have failed.
  if (error.code === 'stale_version' && !request.ifMatch) return STATUS_OF_KIND.conflict
  return STATUS_OF_CODE[error.code] ?? STATUS_OF_KIND[error.kind]
}

function problem(request: ProblemRequest, status: number, code: string, detail: string): Problem {
  return {
    type: `urn:wasla:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    instance: request.url.split('?', 1)[0] ?? '',
    requestId: request.id,
  }
}

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

const isPrototypePoisoning = (error: unknown): boolean =>
  error instanceof SyntaxError && 'statusCode' in error && error.statusCode === 400

/** The problem document of any error. One that is not ours says nothing about what happened inside. */
export function problemOf(error: unknown, request: ProblemRequest): Problem {
  if (isWaslaError(error)) {
    const document = problem(request, statusOf(error, request), error.code, error.message)
    const fields = error.fields.length === 0 ? {} : { fields: error.fields }
    return { ...error.extra, ...document, ...fields }
  }
  const known = FASTIFY_ERRORS[codeOf(error) ?? '']
  if (known !== undefined) return problem(request, known.status, known.code, known.detail)
  if (isPrototypePoisoning(error)) {
    return problem(
      request,
      400,
      'malformed_body',
      'The body is not JSON that can be accepted; check its syntax and keys.',
    )
  }
  return problem(
    request,
    500,
    'internal_error',
    'Something went wrong on our side, so nothing can be said about the result; report the request id if it happens again.',
  )
}
