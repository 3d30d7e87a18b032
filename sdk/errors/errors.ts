/**
 * What went wrong, as a class of failure; the HTTP status follows from it in one place (core/http).
 *
 * | kind | status | meaning |
 * | --- | --- | --- |
 * | `invalid` | 400 or 422 | the input cannot be accepted; `fields` names what and why |
 * | `unauthenticated` | 401 | nobody is signed in |
 * | `forbidden` | 403 | somebody is signed in who may not do this |
 * | `not-found` | 404 | there is no such thing here, or it belongs to somebody else |
 * | `conflict` | 409, 412 | the state of things forbids it now |
 * | `unavailable` | 503 | try again later |
 */
export type ErrorKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'unavailable'

/** One field that was refused: a path such as `lines.0.amount`, and the reason in words. */
export interface FieldError {
  readonly field: string
  readonly message: string
}

export interface ErrorDetails {
  readonly fields?: readonly FieldError[]
  /** Extra members of the problem document, such as `dependents`. Must be serialisable. */
  readonly extra?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

const WASLA_ERROR = Symbol.for('wasla.error')

/**
 * An error a caller may see. `code` is stable and namespaced by plugin (`crm.customer_not_found`);
 * `message` tells in one sentence what happened, what it means and what to do.
 */
export class WaslaError extends Error {
  readonly [WASLA_ERROR] = true
  readonly kind: ErrorKind
  readonly code: string
  readonly fields: readonly FieldError[]
  readonly extra: Readonly<Record<string, unknown>>

  constructor(kind: ErrorKind, code: string, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.name = 'WaslaError'
    this.kind = kind
    this.code = code
    this.fields = details.fields ?? []
    this.extra = details.extra ?? {}
  }
}

/** True for any Wasla error, also one made by another copy of this package. */
export function isWaslaError(error: unknown): error is WaslaError {
  return typeof error === 'object' && error !== null && WASLA_ERROR in error
}

type Make = (code: string, message: string, details?: ErrorDetails) => WaslaError

const make =
  (kind: ErrorKind): Make =>
  (code, message, details) =>
    new WaslaError(kind, code, message, details)

/** The input cannot be accepted. Name the fields in `details.fields`. */
export const invalid = make('invalid')
/** Nobody is signed in. */
export const unauthenticated = make('unauthenticated')
/** The signed-in principal may not do this. */
export const forbidden = make('forbidden')
/** No such thing in this organization. Also the answer for what belongs to another one. */
export const notFound = make('not-found')
/** The present state forbids it: a duplicate, a stale version, an active dependent. */
export const conflict = make('conflict')
/** Cannot be served now; trying again later may succeed. */
export const unavailable = make('unavailable')
