import { GraphQLError } from 'graphql'
import { isWaslaError, type Logger } from '@wasla/sdk'

/** Where an error happened, for the log, and the id by which a caller can name it. */
export interface ErrorReport {
  readonly requestId: string
  readonly log: Logger
}

/** What a request that was not executed is answered with. */
export function refusal(code: string, message: string, error?: GraphQLError): GraphQLError {
  return withExtensions(error ?? new GraphQLError(message), message, { code, kind: 'invalid' })
}

/**
 * What a caller may see of an error: a Wasla error with code, kind and fields; a GraphQL error as its author wrote
 * it; anything else masked and logged.
 */
export function presentError(error: GraphQLError, { requestId, log }: ErrorReport): GraphQLError {
  const cause = error.originalError
  if (isWaslaError(cause)) {
    const { code, kind, fields, extra } = cause
    return withExtensions(error, cause.message, {
      ...extra,
      code,
      kind,
      ...(fields.length > 0 && { fields }),
      requestId,
    })
  }
  if (isDeliberate(cause)) {
    const code = cause.extensions['code'] ?? 'invalid_id'
    return withExtensions(error, cause.message, { kind: 'invalid', ...cause.extensions, code, requestId })
  }
  log.error(
    { err: cause ?? error, path: error.path, requestId },
    'A GraphQL field failed with an error that callers may not see.',
  )
  return withExtensions(error, 'Something went wrong inside; tell support the request id.', {
    code: 'internal_error',
    requestId,
  })
}

/**
 * A `GraphQLError` that somebody meant for callers: it has a code, or it is what Pothos says of a malformed global id.
 * graphql-js throws others at values it cannot serialise. Compared by name, as there may be several copies.
 */
function isDeliberate(error: Error | undefined): error is GraphQLError {
  if (error === undefined || Object.prototype.toString.call(error) !== '[object GraphQLError]') return false
  return error.name === 'PothosValidationError' || (error as GraphQLError).extensions['code'] !== undefined
}

function withExtensions(
  error: GraphQLError,
  message: string,
  extensions: Record<string, unknown>,
): GraphQLError {
  const { nodes, source, positions, path } = error
  return new GraphQLError(message, { nodes, source, positions, path, extensions })
}
