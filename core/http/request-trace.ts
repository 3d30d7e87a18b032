import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { HostLogger, RequestTrace } from '../contexts/actor.ts'

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i

/** The trace of an HTTP request; logger and signal are made when somebody asks for them. */
export class HttpRequestTrace implements RequestTrace {
  readonly requestId: string
  readonly causationId = null
  readonly depth = 0
  readonly #request: FastifyRequest
  readonly #organizationId: string
  #correlationId: string | undefined
  #log: HostLogger | undefined

  constructor(request: FastifyRequest, organizationId: string) {
    this.requestId = request.id
    this.#request = request
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

  get signal(): AbortSignal {
    return this.#request.signal
  }
}
