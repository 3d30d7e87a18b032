/** A statement reached for rows or tables it may not see. Never shown to a caller; always logged. */
export class IsolationError extends Error {
  readonly code = 'isolation_violated'

  constructor(message: string, cause: unknown) {
    super(message, { cause })
    this.name = 'IsolationError'
  }
}
