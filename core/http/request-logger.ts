import type { FastifyBaseLogger } from 'fastify'

type Bindings = Parameters<FastifyBaseLogger['child']>[0]
type Options = Parameters<FastifyBaseLogger['child']>[1]

/**
 * The logger of one request, and of all that is derived from it. Hardly any request logs anything, and binding its id
 * costs more than finding out who sent it; so it is bound when the first line is written.
 */
export class RequestLogger implements FastifyBaseLogger {
  readonly #parent: FastifyBaseLogger
  readonly #bindings: Bindings
  readonly #options: Options
  #bound: FastifyBaseLogger | undefined

  constructor(parent: FastifyBaseLogger, bindings: Bindings, options?: Options) {
    this.#parent = parent
    this.#bindings = bindings
    this.#options = options
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

  child(bindings: Bindings, options?: Options): RequestLogger {
    return new RequestLogger(this, bindings, options)
  }

  get #logger(): FastifyBaseLogger {
    const parent = this.#parent instanceof RequestLogger ? this.#parent.#logger : this.#parent
    this.#bound ??= parent.child(this.#bindings, this.#options)
    return this.#bound
  }
}
