import type { DatabaseScope } from '../data-access.ts'
import type { Claims } from './claims.ts'

const none: Claims = { effect: undefined, idempotency: undefined }

/** A scope's claims, made by its first unit of work; one that fails gives them back. */
export class PendingClaims {
  #claims: Claims

  constructor({ effect, idempotency }: DatabaseScope) {
    this.#claims = { effect, idempotency }
  }

  async use<Result>(work: (claims: Claims) => Promise<Result>): Promise<Result> {
    const claims = this.#claims
    this.#claims = none
    try {
      return await work(claims)
    } catch (error) {
      this.#claims = claims
      throw error
    }
  }
}
