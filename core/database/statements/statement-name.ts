import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** Names statements for preparing: short, the same on every connection. Gives none where names cannot be used. */
export class StatementNames {
  // Per role, so that a plan made under one role's policies is not made anew for another's.
  readonly #roles = new Map<string, LRUCache<string, string>>()
  readonly #enabled: boolean

  /** @param pooled behind PgBouncer, where the next statement may run on another connection */
  constructor({ pooled }: { pooled: boolean }) {
    this.#enabled = !pooled
  }

  name(text: string, role: string): string | undefined {
    if (!this.#enabled) return undefined
    let names = this.#roles.get(role)
    if (names === undefined) {
      names = new LRUCache({ max: 2_000 })
      this.#roles.set(role, names)
    }
    let name = names.get(text)
    if (name === undefined) {
      name = `s${hash('sha256', `${role}\0${text}`, 'base64url').slice(0, 24)}`
      names.set(text, name)
    }
    return name
  }
}
