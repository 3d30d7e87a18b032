import { performance } from 'node:perf_hooks'
import type { AuthenticatedSession } from './session.ts'

/** What is remembered of a connection. */
interface KnownCaller {
  readonly authorization: string
  readonly session: AuthenticatedSession
  /** The state of what it was made from. */
  readonly epoch: number
  readonly until: number
}

export interface KnownCallersOptions {
  /** Grows with every piece of news about sessions, memberships, roles and organizations, whomever it is about. */
  readonly epoch: () => number
  /** Whether such news is heard at this moment. */
  readonly hearing: () => boolean
}

/**
 * Who is behind a connection. A client repeats its token with every request of a connection; as long as there is no
 * news of anybody, and what its session and organization were read as is still believed, nothing has to be looked up.
 */
export class KnownCallers {
  readonly #byConnection = new WeakMap<object, KnownCaller>()
  readonly #epoch: () => number
  readonly #hearing: () => boolean

  constructor({ epoch, hearing }: KnownCallersOptions) {
    this.#epoch = epoch
    this.#hearing = hearing
  }

  find(connection: object, authorization: string): AuthenticatedSession | undefined {
    const known = this.#byConnection.get(connection)
    return known !== undefined &&
      known.authorization === authorization &&
      known.epoch === this.#epoch() &&
      performance.now() < known.until &&
      this.#hearing()
      ? known.session
      : undefined
  }

  /** @param until the moment, by `performance.now()`, from which nothing of this may be believed any more */
  remember(connection: object, authorization: string, session: AuthenticatedSession, until: number): void {
    this.#byConnection.set(connection, { authorization, session, epoch: this.#epoch(), until })
  }
}
