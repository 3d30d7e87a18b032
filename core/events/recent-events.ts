const CAPACITY = 2000

/** The last events that were handled here, to know without asking that the next one's turn has come. */
export class RecentEvents {
  readonly #ids = new Set<string>()

  add(id: string): void {
    this.#ids.add(id)
    if (this.#ids.size <= CAPACITY) return
    const [oldest] = this.#ids
    if (oldest !== undefined) this.#ids.delete(oldest)
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }
}
