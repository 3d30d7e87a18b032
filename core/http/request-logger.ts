import type { FastifyBaseLogger } from 'fastify'

/**
 * The logger of one request. Hardly any request logs anything, and binding its id costs more than finding out who
 * sent it; so it is bound when the first line is written.
 */
export class RequestLogger implements FastifyBaseLogger {
  readonly #parent: FastifyBaseLogger
  readonly #bindings: object
  #bound: FastifyBaseLogger | undefined

  constructor(parent: FastifyBaseLogger, bindings: object) {
    this.#parent = parent
    this.#bindings = bindings
  }

  get level(): string {
    return (this.#bound ?? this.#parent).level
  }

  set level(level: string) {
    this.#logger.level = level
  }

  fatal(...line: unknown[]): void {
    Reflect.apply(this.#logger.fatal, this.#logger, line)
  }

  error(...line: unknown[]): void {
    Reflect.apply(this.#logger.error, this.#logger, line)
  }

  warn(...line: unknown[]): void {
    Reflect.apply(this.#logger.warn, this.#logger, line)
  }

  info(...line: unknown[]): void {
    Reflect.apply(this.#logger.info, this.#logger, line)
  }

  debug(...line: unknown[]): void {
    Reflect.apply(this.#logger.debug, this.#logger, line)
  }

  trace(...line: unknown[]): void {
    Reflect.apply(this.#logger.trace, this.#logger, line)
  }

  silent(...line: unknown[]): void {
    Reflect.apply(this.#logger.silent, this.#logger, line)
  }

  child(...options: Parameters<FastifyBaseLogger['child']>): FastifyBaseLogger {
    return this.#logger.child(...options)
  }

  get #logger(): FastifyBaseLogger {
    this.#bound ??= this.#parent.child(this.#bindings)
    return this.#bound
  }
}
