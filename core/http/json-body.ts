import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { invalid, WaslaError } from '@wasla/sdk'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BODY_TYPE_UNSUPPORTED } from './problem.ts'
import { assertStorable } from './storable-text.ts'

const JSON_TYPES = /^application\/(?:json|[\w.-]+\+json)(?:\s*;|$)/i

const unsupported = (type: string) =>
  new WaslaError(
    'invalid',
    BODY_TYPE_UNSUPPORTED,
    `A body of type "${type}" is not understood here; send application/json.`,
  )

/** What is wrong with the texts of a body, if anything is. */
function unstorable(source: string, body: unknown): Error | null {
  try {
    assertStorable(source, body)
    return null
  } catch (error) {
    return error as Error
  }
}

/** Read-only for everybody else. */
const keepBytes = (request: { rawBody?: Buffer }, bytes: Buffer): void => {
  request.rawBody = bytes
}

/**
 * Bodies are JSON in UTF-8, checked as such; keys that would reach a prototype are refused. A route with
 * `rawBody` also takes any other type, as bytes.
 */
export function parseBodies(app: FastifyInstance): void {
  // The end of a request without a body has passed before anybody sees it (`optimizeEmptyRequests`): a parser would wait for it.
  app.addHook('preParsing', function endEmptyBody({ raw, headers }, _reply, payload, done) {
    done(null, raw.readableEnded && headers['content-type'] !== undefined ? Readable.from([]) : payload)
  })
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    JSON_TYPES,
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes: Buffer, done) => {
      keepBytes(request, bytes)
      if (bytes.length === 0) {
        done(null, undefined)
        return
      }
      if (!isUtf8(bytes)) {
        done(
          invalid('malformed_body', 'The body is not valid UTF-8, so it cannot be read; send JSON in UTF-8.'),
        )
        return
      }
      const source = bytes.toString('utf8')
      parseJson(request, source, (error, body) => done(error ?? unstorable(source, body), body))
    },
  )
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request: FastifyRequest, bytes: Buffer, done) => {
    keepBytes(request, bytes)
    if (request.routeOptions.config.rawBody === true) done(null, bytes)
    else if (bytes.length === 0 && request.headers['content-type'] === undefined) done(null, undefined)
    else done(unsupported(request.headers['content-type'] ?? 'none'))
  })
}
