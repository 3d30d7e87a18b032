import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { HostLogger, RequestTrace } from '../contexts/actor.ts'

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i

/** The trace of an HTTP request; logger and signal are made when somebody asks for them. */
export class HttpRequestTrace implements RequestTrace {
  readonly requestId: string
  readonly causationId = null
  readonly depth = 0
  readonly #request: FastifyRequest
  readonly #response: ServerResponse
  readonly #organizationId: string
  #correlationId: string | undefined
  #log: HostLogger | undefined
  #signal: AbortSignal | undefined

  constructor(request: FastifyRequest, response: ServerResponse, organizationId: string) {
    this.requestId = request.id
    this.#request = request
    this.#response = response
    this.#organizationId = organizationId
  }

  get correlationId(): string {
    this.#correlationId ??= UUID.test(this.requestId) ? this.requestId : randomUUID()
    return this.#correlationId
  }

  get log(): HostLogger {
    // The server's logger is a pino instance, of which Fastify's type shows only a part.
    this.#log ??= this.#request.log.child({ organizationId: this.#organizationId }) as HostLogger
    return this.#log
  }

  /** Whether the caller has left without its answer. */
  get abandoned(): boolean {
    return this.#response.destroyed
  }

  get signal(): AbortSignal {
    this.#signal ??= untilGone(this.#response)
    return this.#signal
  }
}

/** Fastify's own `request.signal` will not do: it is aborted once a body has been read, with the caller still there. */
function untilGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  if (response.destroyed) gone.abort()
  else
    response.once('close', () => {
      if (!response.writableEnded) gone.abort()
    })
  return gone.signal
}
