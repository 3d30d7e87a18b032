import type { DatabaseScope } from '../data-access.ts'
import type { Claims } from './claims.ts'

/** A scope's claims, made by its first unit of work; one that fails gives them back. A fence stands before each. */
export class PendingClaims {
  #claims: Claims
  readonly #none: Claims

  constructor({ effect, idempotency, fence }: DatabaseScope) {
    this.#claims = { effect, idempotency, fence }
    this.#none = { effect: undefined, idempotency: undefined, fence }
  }

  async use<Result>(work: (claims: Claims) => Promise<Result>): Promise<Result> {
    const claims = this.#claims
    this.#claims = this.#none
    try {
      const result = await work(claims)
      if (claims.idempotency !== undefined) {
        claims.idempotency.committed = true
        claims.idempotency.result = result
      }
      return result
    } catch (error) {
      this.#claims = claims
      throw error
    }
  }
}
