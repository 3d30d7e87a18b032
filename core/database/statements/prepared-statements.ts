import type { RowShape } from './row-shape.ts'

/** A statement known to the server under its name. */
export interface PreparedStatement {
  readonly name: string
  shape?: RowShape
}

/** What one connection has prepared: bounded, the longest unused is closed. */
export class PreparedStatements {
  readonly #known = new Map<string, PreparedStatement>()
  readonly #limit: number
  #closing: string[] = []

  constructor(limit = 500) {
    this.#limit = limit
  }

  get(name: string): PreparedStatement | undefined {
    const known = this.#known.get(name)
    if (known === undefined) return undefined
    this.#known.delete(name)
    this.#known.set(name, known)
    return known
  }

  add(name: string): PreparedStatement {
    const added: PreparedStatement = { name }
    this.#known.set(name, added)
    if (this.#known.size > this.#limit) {
      const [oldest] = this.#known.keys()
      if (oldest !== undefined) this.forget(oldest)
    }
    return added
  }

  /** After an error nobody knows whether the server kept it; closing what it does not know is harmless. */
  forget(name: string): void {
    if (this.#known.delete(name)) this.#closing.push(name)
  }

  /** Names to close before the next statement. */
  takeClosing(): readonly string[] {
    if (this.#closing.length === 0) return this.#closing
    const names = this.#closing
    this.#closing = []
    return names
  }
}
